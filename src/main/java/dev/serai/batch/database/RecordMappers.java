package dev.serai.batch.database;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps rows to records by their constructors. JDBI searches the parameter of each column again for
 * every result, which took a quarter of the time of a small transaction; here that is done once for
 * each list of columns.
 */
final class RecordMappers implements RowMapperFactory {

  private final Map<Class<?>, RowMapper<?>> mappers = new ConcurrentHashMap<>();

  @Override
  public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
    return type instanceof Class<?> rows && rows.isRecord()
        ? Optional.of(mappers.computeIfAbsent(rows, RecordMapper::new))
        : Optional.empty();
  }

  private static final class RecordMapper<T> implements RowMapper<T> {

    private final RowMapper<T> byConstructor;
    private final Map<List<String>, RowMapper<T>> ofColumns = new ConcurrentHashMap<>();

    RecordMapper(Class<T> type) {
      this.byConstructor = ConstructorMapper.of(type);
    }

    @Override
    public T map(ResultSet row, StatementContext context) throws SQLException {
      return specialize(row, context).map(row, context);
    }

    @Override
    public RowMapper<T> specialize(ResultSet rows, StatementContext context) throws SQLException {
      List<String> columns = columns(rows.getMetaData());
      RowMapper<T> known = ofColumns.get(columns);
      if (known != null) {
        return known;
      }
      RowMapper<T> mapper = byConstructor.specialize(rows, context);
      ofColumns.put(columns, mapper);
      return mapper;
    }

    private static List<String> columns(ResultSetMetaData rows) throws SQLException {
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= rows.getColumnCount(); i++) {
        columns.add(rows.getColumnLabel(i));
      }
      return columns;
    }
  }
}
