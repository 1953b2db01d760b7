package dev.serai.batch.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.DocumentSyntaxException;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Lines;
import dev.serai.batch.document.format.Lines.Line;
import dev.serai.batch.document.format.Place;
import dev.serai.batch.document.format.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A document of lines: the header, and then one item per line. A broken line does not affect the
 * others.
 */
final class LineText implements DocumentText {

  private final SpooledDocument document;
  private final int maxSize;
  private final JsonFactory json;
  private Place top = Place.ofLine(1);

  /**
   * @param maxSize of a line, in bytes
   */
  LineText(SpooledDocument document, int maxSize) {
    this.document = document;
    this.maxSize = maxSize;
    this.json = WholeText.json(maxSize);
  }

  @Override
  public Place top() {
    return top;
  }

  @Override
  public boolean listsItems() {
    return true;
  }

  @Override
  public Optional<ObjectNode> header(FaultList faults) throws IOException {
    try (Lines lines = lines()) {
      Optional<Line> first = lines.next();
      if (first.isEmpty()) {
        faults.add(Place.TOP, "the document is empty; an object in its first line is expected");
        return Optional.empty();
      }
      top = Place.ofLine(first.get().number());
      return object(first.get(), faults);
    }
  }

  @Override
  public WrittenItems items(FaultList faults) throws IOException {
    Lines lines = lines();
    try {
      lines.next();
    } catch (IOException | RuntimeException e) {
      try (lines) {
        throw e;
      }
    }
    return new Listed(lines, faults);
  }

  private final class Listed implements WrittenItems {

    private final Lines lines;
    private final FaultList faults;
    private int position;

    Listed(Lines lines, FaultList faults) {
      this.lines = lines;
      this.faults = faults;
    }

    @Override
    public Optional<WrittenItem> next() throws IOException {
      Optional<Line> line = lines.next();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      Place place = Place.ofLine(line.get().number());
      return Optional.of(new WrittenItem(position++, place, object(line.get(), faults)));
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private Optional<ObjectNode> object(Line line, FaultList faults) throws IOException {
    Place place = Place.ofLine(line.number());
    if (line.fault().isPresent()) {
      faults.add(place, line.fault().get());
      return Optional.empty();
    }
    try (JsonParser parser = json.createParser(line.text())) {
      parser.nextToken();
      Optional<JsonNode> value = new TreeReader(parser, maxSize, faults).read(place);
      WholeText.requireEnd(parser);
      return WholeText.objectOf(value, place, faults);
    } catch (JsonProcessingException e) {
      faults.add(place, DocumentSyntaxException.describe(e));
      return Optional.empty();
    }
  }

  private Lines lines() throws IOException {
    return new Lines(Files.newInputStream(document.file()), maxSize);
  }
}
