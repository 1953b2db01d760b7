package dev.serai.http.batch;

import dev.serai.base.Sha256;
import dev.serai.batch.document.Spool;
import dev.serai.batch.document.SpooledDocument;
import dev.serai.batch.document.format.Format;
import dev.serai.http.StreamedResponse;
import dev.serai.pod.InstancePlanner;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Bean {@code batchIntake}: spools a document that came by HTTP, queue or file. It is deleted when
 * the exchange is done.
 */
public final class BatchIntake {

  private final Spool spool;
  private final Uploads uploads;

  public BatchIntake(Spool spool, Uploads uploads) {
    this.spool = Objects.requireNonNull(spool, "spool is null");
    this.uploads = Objects.requireNonNull(uploads, "uploads is null");
  }

  /** The body of a request by HTTP. */
  public void upload(Exchange exchange) {
    hand(uploads.take(StreamedResponse.request(exchange)), exchange);
  }

  /** The text of a message; its header {@code ContentType} may name the format. */
  public void message(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    byte[] text = message.getBody(String.class).getBytes(StandardCharsets.UTF_8);
    Path file = spool.copy(new ByteArrayInputStream(text));
    hand(new SpooledDocument(file, format(message, file)), exchange);
  }

  private static Format format(Message message, Path file) throws IOException {
    Optional<Format> said =
        Optional.ofNullable(message.getHeader("ContentType", String.class))
            .or(() -> Optional.ofNullable(message.getHeader(Exchange.CONTENT_TYPE, String.class)))
            .flatMap(type -> Format.ofMediaType(type.split(";", 2)[0].strip()));
    return said.isPresent() ? said.get() : Format.guess(file);
  }

  /**
   * A file. Its key is derived from its name and content, so that reading it twice makes one batch.
   */
  public void file(Exchange exchange) throws IOException {
    File source = exchange.getMessage().getBody(File.class);
    MessageDigest digest = Sha256.digest();
    digest.update(source.getName().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    // a file that is added again makes another batch, even with the same content
    digest.update(String.valueOf(source.lastModified()).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    Path file;
    try (InputStream in = new DigestInputStream(Files.newInputStream(source.toPath()), digest)) {
      file = spool.copy(in);
    }
    String key = "inbox-" + HexFormat.of().formatHex(digest.digest());
    exchange.getMessage().setHeader(InstancePlanner.KEY_FIELD, key);
    Format format = Format.ofFileName(source.getName()).orElse(Format.JSON);
    hand(new SpooledDocument(file, format), exchange);
  }

  private static void hand(SpooledDocument document, Exchange exchange) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                Upload.delete(document);
              }
            });
    exchange.getMessage().setBody(document);
  }
}
