package dev.brigandine.licenseserver.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server, shared by any number of processes. Time is the database's own, so that their
 * clocks need not agree.
 */
final class PostgresEngine implements Engine {
  private final DatabaseAddress.Postgres address;
  private final HikariDataSource pool;

  PostgresEngine(DatabaseAddress.Postgres address) {
    this.address = address;
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgresql");
    config.setDataSource(source());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(1_500);
    // One that has just started, or has much to do, is waited for when this process starts.
    config.setInitializationFailTimeout(10_000);
    config.setValidationTimeout(1_000);
    config.setKeepaliveTime(60_000);
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "database " + address + " does not answer or refuses the user",
          "check that it runs, and user and password",
          e);
    }
  }

  private DataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address.host()});
    source.setPortNumbers(new int[] {address.port()});
    source.setDatabaseName(address.database());
    source.setUser(address.user());
    source.setPassword(address.password());
    source.setApplicationName("brigandine");
    source.setConnectTimeout(2);
    source.setLoginTimeout(2);
    source.setSocketTimeout(10);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    // A server that was set to lose the last commits in a crash would lend their seats twice.
    source.setOptions(
        "-c synchronous_commit=on -c lock_timeout=3000 -c statement_timeout=8000"
            + " -c idle_in_transaction_session_timeout=10000");
    try {
      for (var option : address.options().entrySet()) {
        source.setProperty(
            option.getKey().equals("applicationName") ? "ApplicationName" : option.getKey(),
            option.getValue());
      }
    } catch (SQLException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the postgresql address has an option that cannot be set", null, e);
    }
    return source;
  }

  @Override
  public HikariDataSource writer() {
    return pool;
  }

  @Override
  public HikariDataSource reader() {
    return pool;
  }

  @Override
  public DataSource plain() {
    return source();
  }

  @Override
  public String lock() {
    // Not FOR UPDATE, which would make rows that refer to these wait, too.
    return " FOR NO KEY UPDATE";
  }

  @Override
  public long now(Handle handle) {
    return handle
        .createQuery("SELECT floor(extract(epoch FROM clock_timestamp()))")
        .mapTo(Long.class)
        .one();
  }

  @Override
  public int writers() {
    // A second batch under way makes both smaller, and each waits for the other's commit.
    return 1;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public void close() {
    pool.close();
  }
}
