package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Small text files of the user's own: read with a bound, replaced whole or not at all. */
final class CacheFile {
  private CacheFile() {}

  /** Latin-1 text; null if there is none, or more than {@code max} bytes. */
  static String read(Path path, int max) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(max + 1);
      return bytes.length > max ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failure(path, "read", e);
    }
  }

  static void replace(Path path, String text) {
    Path temp = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    boolean moved = false;
    try {
      Files.createFile(temp, attributes(path, "rw-------"));
      try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temp, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      moved = true;
    } catch (IOException e) {
      throw failure(path, "written", e);
    } finally {
      if (!moved) {
        delete(temp);
      }
    }
  }

  static void folder(Path path) {
    try {
      Files.createDirectories(path, attributes(path, "rwx------"));
    } catch (IOException e) {
      throw failure(path, "made", e);
    }
  }

  static FileChannel lockFile(Path path) {
    try {
      if (!Files.exists(path)) {
        try {
          Files.createFile(path, attributes(path, "rw-------"));
        } catch (FileAlreadyExistsException e) {
          // Another process was faster, which is as good.
          assert Files.exists(path);
        }
      }
      return FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure(path, "opened", e);
    }
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw failure(path, "deleted", e);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String mode) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }

  static BrigandineException failure(Path path, String done, IOException cause) {
    return new BrigandineException(
        ErrorCode.IO,
        path + " cannot be " + done,
        "choose a cache folder that you may write to, on a disk with room",
        cause);
  }
}
