package dev.serai.batch.database;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Statements with the values of the domain: instants, durations in milliseconds, names of enums,
 * and optional ones.
 */
public final class Sql {

  /** Reads the row that the result stands at. */
  @FunctionalInterface
  public interface Row<T> {

    T read(ResultSet row) throws SQLException;
  }

  private Sql() {}

  /**
   * @return how many rows it changed
   */
  public static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /**
   * The same statement for each of the rows.
   *
   * @return how many rows each changed
   */
  public static int[] updateAll(Connection connection, String sql, List<Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  public static <T> List<T> list(Connection connection, Row<T> row, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row.read(result));
        }
        return rows;
      }
    }
  }

  /** The only row, or the first of several. */
  public static <T> Optional<T> first(
      Connection connection, Row<T> row, String sql, Object... values) throws SQLException {
    List<T> rows = list(connection, row, sql, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** {@code ?, ?, ?} for so many values. */
  public static String places(int count) {
    return "?" + ", ?".repeat(count - 1);
  }

  public static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static Optional<Instant> optionalInstant(ResultSet row, String column)
      throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  public static Duration duration(ResultSet row, String column) throws SQLException {
    return Duration.ofMillis(row.getLong(column));
  }

  public static Optional<Duration> optionalDuration(ResultSet row, String column)
      throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  public static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
  }

  private static void bind(PreparedStatement statement, int place, Object value)
      throws SQLException {
    if (value instanceof Optional<?> optional) {
      bind(statement, place, optional.orElse(null));
    } else if (value instanceof OptionalInt optional) {
      bind(statement, place, optional.isPresent() ? optional.getAsInt() : null);
    } else if (value == null) {
      statement.setNull(place, Types.NULL);
    } else if (value instanceof Instant instant) {
      // both databases keep microseconds; one rounds and the other cuts
      statement.setObject(
          place, OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
    } else if (value instanceof Duration duration) {
      statement.setLong(place, duration.toMillis());
    } else if (value instanceof Enum<?> constant) {
      statement.setString(place, constant.name());
    } else if (value instanceof String text) {
      statement.setString(place, storable(text));
    } else if (value instanceof URI uri) {
      statement.setString(place, uri.toString());
    } else {
      statement.setObject(place, value);
    }
  }

  /** PostgreSQL takes neither the character 0 nor half of a surrogate pair. */
  private static String storable(String text) {
    boolean strange = text.chars().anyMatch(c -> c == 0 || isHalf(c));
    if (!strange) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> c == 0 || isHalf(c) ? '\ufffd' : c).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
