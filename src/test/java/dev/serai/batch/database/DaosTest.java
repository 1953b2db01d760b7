package dev.serai.batch.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaosTest {

  /** A row; public because JDBI creates it. */
  public record Pair(int number, String name) {}

  /** Reads; public because the proxy is defined by another class loader. */
  public interface Reader extends SqlObject {

    @SqlQuery("select 1 as number, 'b' as name")
    Pair inOrder();

    @SqlQuery("select 'b' as name, 1 as number")
    Pair inOtherOrder();

    @SqlQuery("select 1 as number, 'b' as name union all select 2, 'c' order by number")
    List<Pair> several();

    default Reader beside() {
      return Daos.beside(this, Reader.class);
    }
  }

  /** One of its methods is configured by an annotation. */
  public interface Configured extends SqlObject {

    @SqlQuery("select 1 as number, 'b' as name")
    @KeyColumn("number")
    @ValueColumn("name")
    Map<Integer, String> map();
  }

  private final Database database =
      Database.open(DatabaseAddress.inMemory("daos"), new SimpleMeterRegistry());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void areTheSameInEachTransaction() {
    Reader one = database.transact(Reader.class, dao -> dao);
    Reader other = database.transact(Reader.class, Reader::beside);
    assertThat(one).isSameAs(other);
  }

  @Test
  void mapColumnsByTheirNamesInWhateverOrder() {
    assertThat(database.transact(Reader.class, Reader::inOrder)).isEqualTo(new Pair(1, "b"));
    assertThat(database.transact(Reader.class, Reader::inOtherOrder)).isEqualTo(new Pair(1, "b"));
    assertThat(database.transact(Reader.class, Reader::several))
        .containsExactly(new Pair(1, "b"), new Pair(2, "c"));
  }

  @Test
  void workInNoTransactionButTheirOwn() {
    AtomicReference<Reader> kept = new AtomicReference<>();
    database.transact(Reader.class, dao -> kept.getAndSet(dao));
    assertThatThrownBy(() -> kept.get().inOrder())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a DAO is used outside of a transaction");
  }

  @Test
  void mayNotConfigureWhatTheirStatementsWouldNotSee() {
    assertThatThrownBy(() -> database.transact(Configured.class, Configured::map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*Configured has @(KeyColumn|ValueColumn), .*");
  }
}
