package dev.serai.cluster.simulated;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The query parameters that are understood, with their types. */
record ApiQuery(MultiMap parameters) {

  private static final Duration LONGEST_WATCH = Duration.ofMinutes(45);

  String text(String name) {
    return Objects.requireNonNullElse(parameters.get(name), "");
  }

  boolean flag(String name) {
    String value = text(name);
    return "true".equals(value) || "1".equals(value);
  }

  OptionalLong number(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw ApiStatusException.badRequest(
          "strconv.ParseInt: parsing \"%s\": invalid syntax (%s)".formatted(value, name));
    }
  }

  private OptionalInt positive(String name) {
    OptionalLong number = number(name);
    return number.isPresent() && number.getAsLong() > 0
        ? OptionalInt.of((int) Math.min(number.getAsLong(), Integer.MAX_VALUE))
        : OptionalInt.empty();
  }

  OptionalInt limit() {
    return positive("limit");
  }

  ObjectSelector selection(ApiPath path) {
    return ObjectSelector.of(
        path.resource(),
        path.namespace(),
        path.name(),
        text("labelSelector"),
        text("fieldSelector"));
  }

  Optional<Long> gracePeriod() {
    OptionalLong seconds = number("gracePeriodSeconds");
    return seconds.isPresent() ? Optional.of(seconds.getAsLong()) : Optional.empty();
  }

  WatchStream.Request watch(ApiPath path) {
    OptionalLong version = number("resourceVersion");
    OptionalInt timeout = positive("timeoutSeconds");
    return new WatchStream.Request(
        path.resource(),
        selection(path),
        version.isPresent() && version.getAsLong() > 0 ? version : OptionalLong.empty(),
        flag("allowWatchBookmarks"),
        timeout.isPresent() ? Duration.ofSeconds(timeout.getAsInt()) : LONGEST_WATCH);
  }

  LogStream.Request log(Clock clock) {
    OptionalLong tail = number("tailLines");
    OptionalLong sinceSeconds = number("sinceSeconds");
    Optional<Instant> since =
        sinceSeconds.isPresent()
            ? Optional.of(clock.instant().minusSeconds(sinceSeconds.getAsLong()))
            : time("sinceTime");
    refuseNegative("tailLines", tail);
    OptionalLong bytes = number("limitBytes");
    return new LogStream.Request(
        flag("follow"),
        flag("timestamps"),
        tail.isPresent()
            ? OptionalInt.of((int) Math.min(tail.getAsLong(), Integer.MAX_VALUE))
            : OptionalInt.empty(),
        since,
        bytes);
  }

  private Optional<Instant> time(String name) {
    String value = text(name);
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(value));
    } catch (DateTimeParseException e) {
      throw ApiStatusException.badRequest(name + " is not a time: " + value);
    }
  }

  private static void refuseNegative(String name, OptionalLong value) {
    if (value.isPresent() && value.getAsLong() < 0) {
      throw ApiStatusException.badRequest(
          "%s: Invalid value: %d: must be greater than or equal to 0"
              .formatted(name, value.getAsLong()));
    }
  }
}
