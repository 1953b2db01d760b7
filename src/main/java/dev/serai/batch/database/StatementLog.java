package dev.serai.batch.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** The statements of one transaction. */
final class StatementLog implements SqlLogger {

  private final Consumer<String> statements;
  private boolean hasWritten;

  /**
   * @param statements accepts the text of each statement, without any value
   */
  StatementLog(Consumer<String> statements) {
    this.statements = statements;
  }

  /** Whether any of the statements was not a query. */
  boolean hasWritten() {
    return hasWritten;
  }

  @Override
  public void logAfterExecution(StatementContext context) {
    statements.accept(context.getRenderedSql());
    hasWritten = hasWritten || !isQuery(context);
  }

  /** A JDBC batch has no statement in its context, and never contains queries. */
  private static boolean isQuery(StatementContext context) {
    PreparedStatement statement = context.getStatement();
    try {
      return statement != null && statement.getUpdateCount() == -1;
    } catch (SQLException e) {
      // at worst a sync too many
      return false;
    }
  }
}
