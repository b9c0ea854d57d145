package dev.brigandine.licenseserver.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What differs between the two databases. */
interface Engine extends AutoCloseable {
  HikariDataSource writer();

  HikariDataSource reader();

  /** Not from a pool, for migrations. */
  javax.sql.DataSource plain();

  /** What follows a SELECT that must keep others from its rows till the transaction ends. */
  String lock();

  /** The time of a decision, to be asked for when the lock is held. */
  long now(Handle handle);

  /** How many batches may be under way at a time. */
  int writers();

  String name();

  @Override
  void close();

  /** Seconds of a clock handed in. */
  static long seconds(Clock clock) {
    Instant now = clock.instant();
    return now.getEpochSecond();
  }
}
