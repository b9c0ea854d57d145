package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Small files: read with a bound, written whole or not at all. */
final class SmallFile {
  private SmallFile() {}

  /** All bytes; more than {@code max} are refused after reading one more than that. */
  static byte[] read(Path path, int max, String what) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(max + 1);
    } catch (NoSuchFileException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, what + " " + path + " does not exist", "check the path", e);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          what + " " + path + " cannot be read",
          "check that it is a file and that you may read it",
          e);
    }
    if (bytes.length > max) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          what + " " + path + " is larger than the " + max + " bytes allowed",
          "check that this is the right file");
    }
    return bytes;
  }

  /**
   * Writes beside {@code path} and moves it there when it is on the disk. An existing file is never
   * replaced. With {@code secret}, the file is the owner's alone (0600) from its first byte, where
   * the file system knows POSIX permissions; elsewhere the folder's rights decide.
   */
  static void create(Path path, byte[] content, boolean secret, String what) {
    Path temp = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    boolean created = false;
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      Files.createFile(temp, attributes(path, secret));
      created = true;
      try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      publish(temp, path);
    } catch (FileAlreadyExistsException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          what + " " + path + " exists already and is not overwritten",
          "choose another name, or move the old file away; a lost key cannot be made again",
          e);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.IO,
          what + " " + path + " cannot be written",
          "check that its folder exists, that you may write there, and that the disk has room",
          e);
    } finally {
      if (created) {
        delete(temp);
      }
    }
  }

  private static void delete(Path temp) {
    try {
      Files.deleteIfExists(temp);
    } catch (IOException e) {
      // Left behind under a name of its own; the failure that led here is the one to report.
    }
  }

  /** A hard link fails if the name is taken, which a rename does not. */
  private static void publish(Path temp, Path path) throws IOException {
    try {
      Files.createLink(path, temp);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // No hard links here (FAT, some network drives): refuses an existing file, not in one step.
      Files.move(temp, path);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, boolean secret) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(
          PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"))
    };
  }
}
