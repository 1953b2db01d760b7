package dev.serai.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of a setting is read. */
public enum SettingType {
  STRING {
    @Override
    String expected(Setting setting) {
      return setting.minimum() > 0 ? "a text that is not empty" : "a text";
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return text.length() >= setting.minimum() ? Optional.of(text) : Optional.empty();
    }
  },
  CHOICE {
    @Override
    String expected(Setting setting) {
      return "one of " + String.join(", ", setting.choices());
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return setting.choices().contains(text) ? Optional.of(text) : Optional.empty();
    }
  },
  PATH {
    @Override
    String expected(Setting setting) {
      return "a path";
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      try {
        return Optional.of(Path.of(text));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }
  },
  DURATION {
    @Override
    String expected(Setting setting) {
      return "a duration" + limits(setting) + ", like 10s, 1m30s, 500ms or 1h";
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return parseDuration(text)
          .filter(duration -> duration.toMillis() >= setting.minimum())
          .filter(duration -> duration.toMillis() <= setting.maximum())
          .map(duration -> duration);
    }
  },
  SIZE {
    @Override
    String expected(Setting setting) {
      return "a size in bytes of at least " + setting.minimum() + ", like 1048576, 512KiB or 1MiB";
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return parseSize(text).filter(bytes -> bytes >= setting.minimum()).map(bytes -> bytes);
    }
  },
  INT {
    @Override
    String expected(Setting setting) {
      return "a whole number of at least " + setting.minimum();
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return parseNumber(text, setting.minimum(), Integer.MAX_VALUE).map(number -> number);
    }
  },
  PORT {
    @Override
    String expected(Setting setting) {
      return "a port from " + setting.minimum() + " to " + MAX_PORT;
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return parseNumber(text, setting.minimum(), MAX_PORT).map(number -> number);
    }
  },
  BOOLEAN {
    @Override
    String expected(Setting setting) {
      return "true or false";
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return switch (text) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  },
  /**
   * Brokers' clients know lists such as {@code (tcp://a:61616,tcp://b:61616)?ha=true}, so that this
   * is wider than RFC 3986.
   */
  URI {
    @Override
    String expected(Setting setting) {
      return "a URL, like tcp://broker:61616";
    }

    @Override
    Optional<Object> read(Setting setting, String text) {
      return text.isEmpty() || URL.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
  };

  private static final int MAX_PORT = 65_535;
  private static final long MINUTE_MILLIS = 60_000;
  private static final Pattern URL =
      Pattern.compile("\\(?(?:[a-z][a-z0-9+.-]*:\\(?)?[a-z][a-z0-9+.-]*://\\S+");
  private static final Pattern DURATION_PARTS =
      Pattern.compile("(?:(\\d{1,7})h)?(?:(\\d{1,9})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");
  private static final Pattern SIZE_PARTS = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)?");
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  /** Describes a valid value, in words that follow "expected". */
  abstract String expected(Setting setting);

  /** The value, or nothing where the text is none. */
  abstract Optional<Object> read(Setting setting, String text);

  private static String limits(Setting setting) {
    if (setting.maximum() < Long.MAX_VALUE) {
      return " from " + shown(setting.minimum()) + " to " + shown(setting.maximum());
    }
    return setting.minimum() > 0 ? " of at least " + shown(setting.minimum()) : "";
  }

  private static String shown(long millis) {
    return millis % MINUTE_MILLIS == 0 ? millis / MINUTE_MILLIS + "m" : millis + "ms";
  }

  private static Optional<Duration> parseDuration(String text) {
    Matcher parts = DURATION_PARTS.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(part(parts, 1))
            .plusMinutes(part(parts, 2))
            .plusSeconds(part(parts, 3))
            .plusMillis(part(parts, 4)));
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  private static Optional<Long> parseSize(String text) {
    Matcher parts = SIZE_PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long unit = parts.group(2) == null ? 1 : SIZE_UNITS.get(parts.group(2));
    return Optional.of(Long.parseLong(parts.group(1)) * unit);
  }

  private static Optional<Integer> parseNumber(String text, long minimum, int maximum) {
    if (!text.matches("\\d{1,10}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(text);
    return number >= minimum && number <= maximum ? Optional.of((int) number) : Optional.empty();
  }
}
