package dev.brigandine.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file under a temporary name beside its target, which it becomes whole or not at all. A process
 * that is killed leaves {@code .name.tmp-…} behind, never a part of a file under the target's name.
 */
final class TempFile implements Closeable {
  /** How a file is opened; tests put a full disk here. */
  interface Opener {
    FileChannel open(Path path) throws IOException;
  }

  static final Opener PLAIN =
      path ->
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);

  private final Path target;
  private final Path path;
  private final FileChannel channel;
  private final Set<PosixFilePermission> finalPermissions;
  private boolean done;

  private TempFile(
      Path target, Path path, FileChannel channel, Set<PosixFilePermission> finalPermissions) {
    this.target = target;
    this.path = path;
    this.channel = channel;
    this.finalPermissions = finalPermissions;
  }

  static TempFile create(Path target, Opener opener) throws IOException {
    byte[] random = new byte[9];
    new SecureRandom().nextBytes(random);
    Path path =
        target.resolveSibling("." + target.getFileName() + ".tmp-" + Base64Url.encode(random));
    FileChannel channel = opener.open(path);
    try {
      return new TempFile(target, path, channel, hide(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** Makes the file durable and gives it its target's name, over an older file if there is one. */
  void commit() throws IOException {
    channel.force(true);
    if (finalPermissions != null) {
      Files.setPosixFilePermissions(path, finalPermissions);
    }
    channel.close();
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    done = true;
    syncFolder();
  }

  /** Deletes the temporary file unless it was committed. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (!done) {
      Files.deleteIfExists(path);
    }
  }

  /**
   * Nobody else may look while the file grows. Java cannot tell the umask, so the permissions with
   * which the file came are kept for the end.
   */
  private static Set<PosixFilePermission> hide(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return null;
    }
    Set<PosixFilePermission> normal = view.readAttributes().permissions();
    view.setPermissions(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    return normal;
  }

  private void syncFolder() {
    try (FileChannel folder =
        FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The rename is done; only its durability is up to the system.
      return;
    }
  }
}
