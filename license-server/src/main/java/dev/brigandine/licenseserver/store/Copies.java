package dev.brigandine.licenseserver.store;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Copies of a SQLite database. */
public final class Copies {
  private Copies() {}

  /** Writes a copy of the database as it is at one moment; it stays in use. */
  public static void save(Database database, Path file) {
    Path temp = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      // SQLite writes into an empty file that is there: made by us, it is the owner's alone.
      create(temp);
      database.alone(
          handle -> handle.createUpdate("VACUUM INTO ?").bind(0, temp.toString()).execute());
      check(temp);
      Files.createLink(file, temp);
    } catch (FileAlreadyExistsException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "file " + file + " exists already", "choose another name", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "file " + file + " cannot be written",
          "check that its folder exists, that you may write there, and that the disk has room",
          e);
    } finally {
      delete(temp);
    }
  }

  /**
   * Puts a copy where a database is to be; there must be none there, and no server on it. The
   * caller then opens it and says that it was restored.
   */
  public static void restore(Path copy, Path database) {
    Path temp =
        database.resolveSibling("." + database.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      for (String end : new String[] {"", "-wal", "-shm"}) {
        Path there = database.resolveSibling(database.getFileName() + end);
        if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileAlreadyExistsException(there.toString());
        }
      }
      create(temp);
      Files.write(temp, Files.readAllBytes(copy));
      check(temp);
      Files.createLink(database, temp);
    } catch (FileAlreadyExistsException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "file " + e.getFile() + " exists already",
          "end the server and move its database away, with the files that end in -wal and -shm",
          e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "copy " + copy + " cannot be read, or " + database + " not written",
          "check the paths, your rights, and that the disk has room",
          e);
    } finally {
      delete(temp);
    }
  }

  private static void create(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  private static void check(Path file) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        if (!result.next() || !"ok".equals(result.getString(1))) {
          throw damaged(file, null);
        }
      }
      try (ResultSet result = statement.executeQuery("SELECT n FROM audit_head")) {
        if (!result.next()) {
          throw damaged(file, null);
        }
      }
    } catch (SQLException e) {
      throw damaged(file, e);
    }
  }

  private static BrigandineException damaged(Path file, SQLException e) {
    return new BrigandineException(
        ErrorCode.TAMPERED,
        file + " is damaged, or no copy of a licence server's database",
        "take another copy",
        e);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Under a name of its own; the failure that led here is the one to report.
    }
  }
}
