package dev.brigandine.license.clock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Files that processes share: read at any time, replaced whole, by one at a time. */
final class MemoryFolder {
  /** Threads of one process must not race for the lock: a file lock is the whole process's. */
  private static final Object PROCESS_LOCK = new Object();

  private final Path folder;

  MemoryFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /** At most {@code max} bytes and one more, or null if there is no such file. */
  byte[] read(String name, int max) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      return in.readNBytes(max + 1);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** What is done while no other thread and no other process does likewise. */
  abstract static class Step {
    abstract void run() throws IOException;
  }

  void locked(Step step) throws IOException {
    synchronized (PROCESS_LOCK) {
      Files.createDirectories(folder, attributes("rwx------"));
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        assert held.isValid();
        step.run();
      }
    }
  }

  /** Whole or not at all, on the disk when this returns. */
  void write(String name, byte[] content) throws IOException {
    Path temp = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    Files.createFile(temp, attributes("rw-------"));
    try {
      try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temp,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  private FileAttribute<?>[] attributes(String rights) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
    };
  }
}
