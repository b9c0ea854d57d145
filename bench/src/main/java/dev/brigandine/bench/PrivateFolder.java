package dev.brigandine.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temp folder that only its owner can look into, gone with all in it when closed or when the JVM
 * ends, but not when it is killed.
 */
public final class PrivateFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook;

  private PrivateFolder(Path path) {
    this.path = path;
    this.hook = new Thread(() -> delete(path), "brigandine temp folder");
  }

  /**
   * A new folder.
   *
   * @param parent where to put it, or null for the system's temp folder
   */
  public static PrivateFolder create(Path parent) throws IOException {
    FileAttribute<?>[] mode =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0]; // elsewhere the user's temp folder is private already
    Path path =
        parent == null
            ? Files.createTempDirectory("brigandine-", mode)
            : Files.createTempDirectory(parent, "brigandine-", mode);
    PrivateFolder folder = new PrivateFolder(path);
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook deletes what is left.
      return;
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      // The last first: a folder is empty by the time it is its turn. Links are not followed.
      List<Path> files = new ArrayList<>(all.toList());
      Collections.reverse(files);
      files.forEach(PrivateFolder::deleteOne);
    } catch (IOException | UncheckedIOException e) {
      return; // already gone
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit(); // Windows keeps files open a little longer
    }
  }
}
