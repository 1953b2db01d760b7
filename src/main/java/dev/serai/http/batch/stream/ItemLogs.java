package dev.serai.http.batch.stream;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Item;
import dev.serai.batch.KeptLogs;
import dev.serai.batch.LogTail;
import dev.serai.cluster.InstanceView;
import dev.serai.exchange.ExchangeNames;
import dev.serai.http.InstanceLogs;
import dev.serai.http.QueryValues;
import dev.serai.http.StreamedResponse;
import dev.serai.http.batch.BatchPages;
import dev.serai.instance.Count;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.RequestRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Bean {@code itemLogs}: the log of an attempt, from its pod while that exists, else from the
 * stored part.
 */
public final class ItemLogs {

  /** Response header: the attempt that wrote the log. */
  public static final String ATTEMPT = ExchangeNames.ANSWER_ATTEMPT;

  /** Response header: whether only the end of the log was stored. */
  public static final String TRUNCATED = ExchangeNames.ANSWER_LOG_TRUNCATED;

  /** Property: the requested attempt. */
  private static final String CHOSEN = ExchangeNames.ATTEMPT;

  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final BatchPages pages;
  private final BatchStore store;
  private final InstanceView instances;
  private final Optional<KeptLogs> files;
  private final InstanceLogs answer;

  /**
   * @param files where whole logs are stored, if they are
   */
  public ItemLogs(
      BatchPages pages,
      BatchStore store,
      InstanceView instances,
      Optional<KeptLogs> files,
      InstanceLogs answer) {
    this.pages = Objects.requireNonNull(pages, "pages is null");
    this.store = Objects.requireNonNull(store, "store is null");
    this.instances = Objects.requireNonNull(instances, "instances is null");
    this.files = Objects.requireNonNull(files, "files is null");
    this.answer = Objects.requireNonNull(answer, "answer is null");
  }

  /**
   * The instance of the requested attempt, the last one by default, or null when its pod does not
   * exist.
   */
  public EnvInstance choose(
      @Body BatchHead batch,
      @Header("item") String itemId,
      @Header("attempt") String number,
      @Header("tail") String tail,
      @Header("follow") String follow,
      Exchange exchange) {
    // wrong parameters are reported even when there is no log
    QueryValues.lines(tail);
    QueryValues.yes("follow", follow);
    Item item = pages.require(batch, itemId);
    Attempt chosen = chosen(item, number);
    exchange.setProperty(CHOSEN, chosen);
    StreamedResponse.of(exchange).header(ATTEMPT, String.valueOf(chosen.ref().number()));
    return chosen.pod().isEmpty()
        ? null
        : instances
            .find(chosen.pod())
            .filter(found -> chosen.uid().isEmpty() || found.uid().equals(chosen.uid()))
            .orElse(null);
  }

  private Attempt chosen(Item item, String number) {
    List<Attempt> attempts = store.attempts(item.batch(), item.position());
    if (attempts.isEmpty()) {
      throw RequestRejectedException.notFound(
          "log of item", item.id(), "the item is " + item.state() + " and has not been started");
    }
    int wanted =
        QueryValues.isGiven(number)
            ? Count.parse("attempt", number, 1, Integer.MAX_VALUE)
            : attempts.get(attempts.size() - 1).ref().number();
    return attempts.stream()
        .filter(attempt -> attempt.ref().number() == wanted)
        .findFirst()
        .orElseThrow(
            () ->
                RequestRejectedException.notFound(
                    "attempt",
                    String.valueOf(wanted),
                    "the item has attempts 1 to " + attempts.size()));
  }

  /** Sends the stored part of the attempt's log. */
  public void kept(
      @ExchangeProperty(CHOSEN) Attempt chosen, @Header("tail") String tail, Exchange exchange)
      throws IOException {
    // the attempt may have ended since it was chosen
    Attempt attempt = store.attempt(chosen.ref()).orElse(chosen);
    OptionalInt lines = QueryValues.lines(tail);
    Optional<SeekableByteChannel> whole = whole(attempt);
    if (whole.isPresent()) {
      if (lines.isPresent()) {
        LastLines.seek(whole.get(), lines.getAsInt());
      }
      send(Channels.newInputStream(whole.get()), false, exchange);
      return;
    }
    LogTail log =
        attempt.end().map(AttemptOutcome::log).orElseThrow(() -> ItemLogs.notThereYet(attempt));
    if (!log.available()) {
      throw RequestRejectedException.notFound(
          "log of attempt",
          String.valueOf(attempt.ref().number()),
          "the attempt ended without a log, or its log could not be read in time");
    }
    byte[] text = log.text().getBytes(StandardCharsets.UTF_8);
    int from = lines.isPresent() ? LastLines.start(text, lines.getAsInt()) : 0;
    send(new ByteArrayInputStream(text, from, text.length - from), log.truncated(), exchange);
  }

  private static RequestRejectedException notThereYet(Attempt attempt) {
    return RequestRejectedException.unavailable(
        "the pod of attempt " + attempt.ref().number() + " does not exist yet; try again",
        Duration.ofSeconds(2),
        null);
  }

  private void send(InputStream log, boolean truncated, Exchange exchange) {
    StreamedResponse.of(exchange).header(TRUNCATED, String.valueOf(truncated));
    answer.send(log, exchange);
  }

  private Optional<SeekableByteChannel> whole(Attempt attempt) throws IOException {
    if (files.isEmpty() || attempt.end().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.newByteChannel(files.get().of(attempt.ref()), READ));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
