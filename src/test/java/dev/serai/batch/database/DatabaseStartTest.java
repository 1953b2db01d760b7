package dev.serai.batch.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.DatabaseUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages when the database can't be opened, and the classification of its errors. */
class DatabaseStartTest {

  private static final String SECRET = "s3cr3t-word";

  @TempDir Path data;

  private static Database open(DatabaseAddress address) {
    return Database.open(address, new SimpleMeterRegistry());
  }

  @Test
  void anUnreachableDatabaseIsNamedWithoutItsPassword() {
    DatabaseAddress address =
        DatabaseAddress.at(
            "jdbc:postgresql://127.0.0.1:1/serai?sslpassword=" + SECRET,
            Optional.of("serai"),
            Optional.of(SECRET));

    assertThatThrownBy(() -> open(address))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/serai")
        .hasMessageContaining("database-url")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
    assertThat(address.toString()).doesNotContain(SECRET);
  }

  @Test
  void aPasswordBeforeTheHostIsNotShown() {
    String url = "jdbc:postgresql://serai:" + SECRET + "@db/serai";

    assertThat(DatabaseAddress.at(url, Optional.empty(), Optional.empty()).shown())
        .isEqualTo("jdbc:postgresql://db/serai");
  }

  @Test
  void anotherKindOfDatabaseIsRefused() {
    assertThatThrownBy(
            () -> DatabaseAddress.at("jdbc:mysql://db/x", Optional.empty(), Optional.empty()))
        .isInstanceOf(DatabaseStartException.class)
        .hasMessageContaining("database-url")
        .hasMessageContaining("jdbc:postgresql://");
  }

  @Test
  void aFileServesOneProcessAndSaysWhatOthersNeed() throws IOException {
    DatabaseAddress address = DatabaseAddress.in(data.resolve("batches"));
    try (Database first = open(address)) {
      assertThat(first.problem()).isEmpty();
      assertThatThrownBy(() -> open(address))
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining("in use by another process")
          .hasMessageContaining("PostgreSQL")
          .hasMessageContaining("database-url");
    }
    open(address).close();

    assertThat(Files.getPosixFilePermissions(data.resolve("batches")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "57P03", "53300", "25006", "90098", "40001"})
  void whatPassesIsUnavailable(String state) {
    assertThat(SqlFailure.of(new SQLException("row with " + SECRET, state)))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42601", "23502", "22001"})
  void aDefectIsAFaultThatQuotesNoRow(String state) {
    assertThat(SqlFailure.of(new SQLException("row with " + SECRET, state)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(state)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }
}
