package dev.serai.batch.store;

import dev.serai.FreePorts;
import dev.serai.batch.database.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * PostgreSQL as Debian packages it: a separate cluster on loopback, in a temporary folder, that can
 * be stopped, crashed and started again. It refuses to run as root, so root runs it as the user
 * {@code postgres}.
 */
public final class Postgres implements AutoCloseable {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String OWNER = "postgres";
  private static final String USER = "serai";
  private static final String PASSWORD = "loopback-only";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port = FreePorts.next();
  private final AtomicInteger databases = new AtomicInteger();
  private Process server;

  private Postgres(Path folder) {
    this.folder = folder;
  }

  /** Creates an empty cluster and starts it. */
  public static Postgres create() {
    try {
      Path folder = Files.createTempDirectory("serai-postgres");
      Path password = Files.writeString(folder.resolve("password"), PASSWORD);
      if (isRoot()) {
        var owner =
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER);
        Files.setOwner(folder, owner);
        Files.setOwner(password, owner);
      }
      Postgres postgres = new Postgres(folder);
      Process made =
          postgres.run(
              "initdb",
              "--pgdata=" + folder.resolve("data"),
              "--username=" + USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C.UTF-8",
              "--no-sync");
      if (!made.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || made.exitValue() != 0) {
        made.destroyForcibly();
        throw new IllegalStateException("initdb failed; its output is in " + folder);
      }
      postgres.start();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Starts it with the data in its folder. */
  public void start() {
    Awaitility.await("PostgreSQL, whose output is in " + folder)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (server == null || !server.isAlive()) {
                // after a crash, shared memory of its children may still exist, and it exits
                server =
                    run(
                        "postgres",
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=");
              }
              return answers();
            });
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Stops it after a checkpoint, and breaks all connections. */
  public void stop() {
    signal("INT");
  }

  /** Stops without writing anything more, as a machine does that loses its power. */
  public void crash() {
    signal("QUIT");
  }

  public void restart() {
    stop();
    start();
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(server.pid())).start().waitFor();
      if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("PostgreSQL does not stop; its output is in " + folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The address of a new, empty database. */
  public DatabaseAddress newDatabase() {
    String name = "test" + databases.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no new database", e);
    }
    return DatabaseAddress.at(url(name), Optional.of(USER), Optional.of(PASSWORD));
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public String user() {
    return USER;
  }

  public String password() {
    return PASSWORD;
  }

  /** A connection without a pool, to inspect it from outside. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  private Process run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
    }
    command.add(programs().resolve(program).toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  private static Path programs() throws IOException {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Debian's package postgresql is missing"));
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getOwner(Path.of("/proc/self")).getName().equals("root");
  }

  @Override
  public void close() {
    crash();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Postgres::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
