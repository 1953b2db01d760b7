package dev.serai.cluster;

import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens the logs of pods, as the API server streams them from the node. */
public final class PodLogs {

  private static final int ANSWER_SECONDS = 10;

  private final Clusters clusters;

  public PodLogs(Clusters clusters) {
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
  }

  /**
   * The log of a container, in bytes of whatever encoding it writes.
   *
   * @param cluster the name of the one that the pod is in
   * @param tail how many of the last lines; absent for all
   * @param follow whether the stream stays open for what is written later
   * @return empty while the container has not started
   * @throws RequestRejectedException 404 for an unknown pod, 400 for an unknown container
   */
  public Optional<InputStream> open(
      String cluster, String pod, String container, OptionalInt tail, boolean follow) {
    ClusterClients clients = clusters.require(cluster).clients();
    ClientUse use = clients.use();
    try {
      Optional<InputStream> log = open(use.streams(), clients, pod, container, tail, follow);
      if (log.isPresent()) {
        // the client must not be closed while its stream is read
        return Optional.of(new HeldStream(log.get(), use));
      }
      use.close();
      return log;
    } catch (RuntimeException e) {
      use.close();
      throw e;
    }
  }

  private static Optional<InputStream> open(
      KubernetesClient client,
      ClusterClients clients,
      String pod,
      String container,
      OptionalInt tail,
      boolean follow) {
    StringBuilder path =
        new StringBuilder("/api/v1/namespaces/")
            .append(clients.namespace())
            .append("/pods/")
            .append(pod)
            .append("/log?container=")
            .append(URLEncoder.encode(container, StandardCharsets.UTF_8))
            .append("&follow=")
            .append(follow);
    tail.ifPresent(lines -> path.append("&tailLines=").append(lines));
    URI uri = URI.create(client.getMasterUrl().toString()).resolve(path.toString());
    HttpResponse<InputStream> answer = send(client, uri);
    if (answer.isSuccessful()) {
      return Optional.of(new ResponseStream(answer.body()));
    }
    String message = message(answer);
    if (answer.code() == 404) {
      throw RequestRejectedException.notFound("instance", pod);
    }
    if (answer.code() == 400
        && (message.contains("waiting to start")
            || message.contains("does not have a host assigned"))) {
      return Optional.empty();
    }
    if (answer.code() == 400) {
      throw RequestRejectedException.invalid(
          "container", RequestRejectedException.excerpt(container) + " has no log: " + message);
    }
    if (answer.code() == 403) {
      throw RequestRejectedException.forbidden("the cluster forbids to read logs: " + message);
    }
    throw ClusterUnavailableException.notExecuted("the log can't be read: " + message, null);
  }

  /** A stream that releases its client when it is closed. */
  private static final class HeldStream extends FilterInputStream {

    private final ClientUse use;

    HeldStream(InputStream stream, ClientUse use) {
      super(stream);
      this.use = use;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        use.close();
      }
    }
  }

  private static HttpResponse<InputStream> send(KubernetesClient client, URI uri) {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client
            .getHttpClient()
            .sendAsync(
                client.getHttpClient().newHttpRequestBuilder().uri(uri).build(), InputStream.class);
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      closeLate(answer);
      Thread.currentThread().interrupt();
      throw ClusterUnavailableException.notExecuted("interrupted while opening a log", e);
    } catch (ExecutionException | TimeoutException e) {
      closeLate(answer);
      throw ClusterUnavailableException.notExecuted("the API server can't be reached for a log", e);
    }
  }

  /** An abandoned response holds its connection until its stream is closed. */
  private static void closeLate(CompletableFuture<HttpResponse<InputStream>> answer) {
    var unused =
        answer.thenAccept(
            late -> {
              try {
                late.body().close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static String message(HttpResponse<InputStream> answer) {
    try (InputStream body = new ResponseStream(answer.body())) {
      // whole, which a parser does not read it
      String json = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      Status status = Serialization.unmarshal(json, Status.class);
      return status.getMessage() == null ? "no message" : status.getMessage();
    } catch (IOException | IllegalArgumentException e) {
      return "no message";
    }
  }
}
