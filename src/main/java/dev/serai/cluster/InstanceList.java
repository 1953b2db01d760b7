package dev.serai.cluster;

import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.Count;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.InstanceState;
import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code instanceList}: pages of instances, from the cache, in the order of their ids. */
public final class InstanceList {

  /** Header: where the next page begins; absent on the last one. */
  public static final String CONTINUE = ExchangeNames.ANSWER_CONTINUE;

  /**
   * Header: the clusters that are unreachable now, separated by commas; the list has the last known
   * state of their instances. Absent when all are reachable.
   */
  public static final String UNREACHABLE = ExchangeNames.ANSWER_UNREACHABLE;

  private static final int MAX_LIMIT = 10_000;

  private final PodCache cache;
  private final InstanceView view;

  public InstanceList(PodCache cache, InstanceView view) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.view = Objects.requireNonNull(view, "view is null");
  }

  /**
   * A page of the instances that the headers select: SeraiEnv and envName (name, name@version, or
   * *), status, limit, continue.
   *
   * @throws RequestRejectedException 503 while the cache has not been filled yet: half a list would
   *     be a lie
   */
  public List<EnvInstance> page(Exchange exchange) {
    if (!cache.isSynced()) {
      throw RequestRejectedException.unavailable(
          "the instances have not been read from the cluster yet; try again later",
          Duration.ofSeconds(2),
          null);
    }
    Message message = exchange.getMessage();
    int limit = limit(message.getHeader("limit", String.class));
    Predicate<EnvInstance> wanted =
        environment(message.getHeader(ExchangeNames.ENV, String.class))
            .and(environment(message.getHeader("envName", String.class)))
            .and(status(message.getHeader("status", String.class)));
    NavigableMap<String, Pod> rest =
        Optional.ofNullable(message.getHeader("continue", String.class))
            .filter(token -> !token.isEmpty())
            .map(token -> cache.all().tailMap(after(token), false))
            .orElseGet(cache::all);
    message.removeHeader(CONTINUE);
    message.removeHeader(UNREACHABLE);
    List<String> lost = cache.lost();
    if (!lost.isEmpty()) {
      message.setHeader(UNREACHABLE, String.join(",", lost));
    }
    List<EnvInstance> page = new ArrayList<>();
    for (Pod pod : rest.values()) {
      EnvInstance instance = view.of(pod);
      if (!wanted.test(instance)) {
        continue;
      }
      if (page.size() == limit) {
        message.setHeader(CONTINUE, token(page.get(limit - 1).id()));
        break;
      }
      page.add(instance);
    }
    return page;
  }

  private static Predicate<EnvInstance> environment(String text) {
    if (text == null || text.isEmpty() || text.equals("*")) {
      return instance -> true;
    }
    return text.contains("@")
        ? instance -> instance.env().toString().equals(text)
        : instance -> instance.env().name().equals(text);
  }

  private static Predicate<EnvInstance> status(String text) {
    if (text == null || text.isEmpty()) {
      return instance -> true;
    }
    InstanceState state = InstanceState.parse("status", text);
    return instance -> instance.status().state() == state;
  }

  private static int limit(String text) {
    if (text == null || text.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    return Count.parse("limit", text, 1, MAX_LIMIT);
  }

  private static String token(String lastId) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(lastId.getBytes(StandardCharsets.UTF_8));
  }

  private static String after(String token) {
    try {
      String id = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (PodLookup.isName(id)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // refused below, as what is no id
    }
    throw RequestRejectedException.invalid(
        "continue",
        RequestRejectedException.excerpt(token)
            + " is not the Serai-Continue of an earlier answer");
  }
}
