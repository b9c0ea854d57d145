package dev.brigandine.licenseserver.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * A SQLite file: one process, one writer, readers beside it (write-ahead log), and each commit on
 * the disk before it counts (synchronous=FULL).
 */
final class SqliteEngine implements Engine {
  private final Path file;
  private final Clock clock;
  private final FileChannel lockFile;
  private final HikariDataSource writer;
  private final HikariDataSource reader;

  SqliteEngine(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.lockFile = lock(file);
    try {
      writer = pool("sqlite-write", 1, source(TransactionMode.IMMEDIATE));
      reader = pool("sqlite-read", 4, source(TransactionMode.DEFERRED));
    } catch (RuntimeException e) {
      release();
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "database " + file + " cannot be opened",
          "check that it is a SQLite file in a folder that you may write to",
          e);
    }
  }

  /** The clock of a process decides when a lease is over, so there may be one process only. */
  private static FileChannel lock(Path file) {
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "database " + file + " cannot be locked",
          "check that its folder exists and that you may write there",
          e);
    }
    throw new BrigandineException(
        ErrorCode.USAGE,
        "database " + file + " is in use by another licence server",
        "end that one first; several at a time need PostgreSQL");
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written.
    }
  }

  private SQLiteDataSource source(TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(2_000);
    config.enforceForeignKeys(true);
    config.setTransactionMode(mode);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static HikariDataSource pool(String name, int size, DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2_000);
    config.setMaxLifetime(0);
    config.setIdleTimeout(0);
    return new HikariDataSource(config);
  }

  @Override
  public HikariDataSource writer() {
    return writer;
  }

  @Override
  public HikariDataSource reader() {
    return reader;
  }

  @Override
  public DataSource plain() {
    return source(TransactionMode.DEFERRED);
  }

  @Override
  public String lock() {
    return "";
  }

  @Override
  public long now(Handle handle) {
    return Engine.seconds(clock);
  }

  @Override
  public int writers() {
    return 1;
  }

  @Override
  public String name() {
    return "sqlite";
  }

  private void release() {
    closeQuietly(lockFile);
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
    release();
  }
}
