package dev.serai.batch.database;

import java.lang.reflect.Type;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.spi.JdbiPlugin;

/**
 * Maps values of the domain to columns and back: instants in UTC, durations in milliseconds, sets
 * of numbers as a list with commas.
 */
final class ValueTypes implements JdbiPlugin {

  @Override
  public void customizeJdbi(Jdbi jdbi) {
    jdbi.registerArgument(new Bound<>(String.class, Types.VARCHAR, ValueTypes::setText))
        .registerArgument(
            new Bound<>(Instant.class, Types.TIMESTAMP_WITH_TIMEZONE, ValueTypes::setInstant))
        .registerArgument(
            new Bound<>(
                Duration.class,
                Types.BIGINT,
                (statement, place, value) -> statement.setLong(place, value.toMillis())))
        .registerArgument(
            new Bound<>(
                URI.class,
                Types.VARCHAR,
                (statement, place, value) -> statement.setString(place, value.toString())))
        .registerColumnMapper(
            Instant.class,
            (row, column, context) ->
                Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)
                    .orElse(null))
        .registerColumnMapper(
            Duration.class,
            (row, column, context) -> {
              long millis = row.getLong(column);
              return row.wasNull() ? null : Duration.ofMillis(millis);
            })
        .registerColumnMapper(
            URI.class,
            (row, column, context) ->
                Optional.ofNullable(row.getString(column)).map(URI::create).orElse(null))
        .registerColumnMapper(
            new GenericType<Set<Integer>>() {},
            (row, column, context) -> numbers(row.getString(column)));
  }

  /** Sets a parameter of a statement. */
  @FunctionalInterface
  private interface Setter<T> {

    void set(PreparedStatement statement, int place, T value) throws SQLException;
  }

  /**
   * Binds values of one type.
   *
   * @param sqlType the type of its nulls, one of {@link Types}
   */
  private record Bound<T>(Class<T> type, int sqlType, Setter<T> setter)
      implements ArgumentFactory.Preparable {

    @Override
    public Optional<Function<Object, Argument>> prepare(Type expected, ConfigRegistry config) {
      return expected.equals(type) ? Optional.of(this::argument) : Optional.empty();
    }

    @Override
    public Optional<Argument> build(Type expected, Object value, ConfigRegistry config) {
      return expected.equals(type) || type.isInstance(value)
          ? Optional.of(argument(value))
          : Optional.empty();
    }

    private Argument argument(Object value) {
      return value == null
          ? new NullArgument(sqlType)
          : (place, statement, context) -> setter.set(statement, place, type.cast(value));
    }
  }

  /** Both databases store microseconds; one rounds, the other truncates. */
  private static void setInstant(PreparedStatement statement, int place, Instant value)
      throws SQLException {
    statement.setObject(
        place, OffsetDateTime.ofInstant(value.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
  }

  /** PostgreSQL accepts neither the character 0 nor half of a surrogate pair. */
  private static void setText(PreparedStatement statement, int place, String value)
      throws SQLException {
    statement.setString(
        place,
        value.chars().noneMatch(ValueTypes::isRefused)
            ? value
            : value
                .codePoints()
                .map(c -> isRefused(c) ? '\ufffd' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
  }

  private static boolean isRefused(int codePoint) {
    return codePoint == 0
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  private static Set<Integer> numbers(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(number -> !number.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }
}
