package dev.brigandine.licenseserver.store;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;

/**
 * The database, opened and migrated. A change is a transaction: all of it happens or nothing. A
 * database that went away is found again by itself; until then each call ends with {@link
 * StoreException.Kind#AWAY} within about two seconds.
 */
public final class Database implements AutoCloseable {
  private final Engine engine;
  private final Jdbi writer;
  private final Jdbi reader;

  private Database(Engine engine) {
    this.engine = engine;
    this.writer = Jdbi.create(engine.writer());
    this.reader = Jdbi.create(engine.reader());
  }

  /**
   * Opens and brings the tables up to date.
   *
   * @param clock tells the time of decisions on SQLite; on PostgreSQL the database does
   * @throws BrigandineException if it cannot be opened, or was made by a newer version
   */
  public static Database open(DatabaseAddress address, Clock clock) {
    Engine engine =
        address instanceof DatabaseAddress.Sqlite sqlite
            ? new SqliteEngine(sqlite.file(), clock)
            : new PostgresEngine((DatabaseAddress.Postgres) address);
    try {
      migrate(engine);
      return new Database(engine);
    } catch (FlywayException e) {
      engine.close();
      throw new BrigandineException(
          ErrorCode.IO,
          "the database's tables cannot be brought up to date",
          "check that this version is not older than the one that wrote it, that the user may"
              + " create tables, and that the disk has room",
          e);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static void migrate(Engine engine) {
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(engine.plain())
        .locations("classpath:dev/brigandine/licenseserver/store/migrations")
        .loggers("slf4j")
        .cleanDisabled(true)
        .load()
        .migrate();
  }

  /** Looks. */
  public <T> T read(Function<Tx, T> work) {
    try {
      return reader.withHandle(handle -> work.apply(new Tx(handle, engine)));
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  /** Changes, in one transaction. */
  public <T> T write(Function<Tx, T> work) {
    try {
      return writer.inTransaction(handle -> work.apply(new Tx(handle, engine)));
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  /** A handle outside of any transaction; for what cannot run in one. */
  <T> T alone(Function<Handle, T> work) {
    try {
      return writer.withHandle(work::apply);
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  /** How many batches may be under way at a time. */
  int writers() {
    return engine.writers();
  }

  /** {@code sqlite} or {@code postgresql}. */
  public String name() {
    return engine.name();
  }

  static RuntimeException translate(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return translate(sql, e);
      }
    }
    if (e instanceof StatementException) {
      return new StoreException(StoreException.Kind.FAILED, "the database refused a statement", e);
    }
    return e;
  }

  private static StoreException translate(SQLException sql, RuntimeException e) {
    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
    // The low byte is the primary code of SQLite; its driver gives no SQL states.
    int code =
        state.isEmpty() && sql instanceof org.sqlite.SQLiteException
            ? sql.getErrorCode() & 0xff
            : 0;
    if (state.equals("53100") || code == 13) {
      return new StoreException(StoreException.Kind.FULL, "the database's disk is full", e);
    }
    if (state.equals("23505") || code == 19) {
      return new StoreException(StoreException.Kind.CONFLICT, "it exists already", e);
    }
    boolean away =
        sql instanceof SQLTransientConnectionException
            || state.startsWith("08")
            || state.startsWith("57")
            || state.startsWith("53")
            || state.equals("55P03")
            || state.startsWith("40")
            || state.startsWith("25")
            || code == 5
            || code == 6
            || code == 10
            || code == 14
            || code == 8;
    return away
        ? new StoreException(StoreException.Kind.AWAY, "the database does not answer", e)
        : new StoreException(StoreException.Kind.FAILED, "the database refused a statement", e);
  }

  @Override
  public void close() {
    engine.close();
  }
}
