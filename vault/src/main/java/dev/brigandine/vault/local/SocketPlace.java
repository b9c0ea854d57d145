package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/**
 * The socket's file. Callers know the vault by it alone, so nobody else may be able to put another
 * in its place: its folder, and every folder above, must be the vault's or root's and not for
 * others to write in. A lock beside it says whether a vault lives there.
 */
final class SocketPlace implements AutoCloseable {
  private static final int GROUP_OR_OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final int BACKLOG = 256;

  private final Path path;
  private final FileChannel lockFile;
  private final ServerSocketChannel server;
  private final Object key;

  private SocketPlace(Path path, FileChannel lockFile, ServerSocketChannel server)
      throws IOException {
    this.path = path;
    this.lockFile = lockFile;
    this.server = server;
    this.key = key(path);
  }

  /**
   * Listens.
   *
   * @param self the vault's own user
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if others could replace the socket, or a
   *     vault listens there already
   */
  static SocketPlace listen(Path socket, UserPrincipal self, UserPrincipal root)
      throws IOException {
    Path path = socket.toAbsolutePath().normalize();
    Path folder = path.getParent();
    if (folder == null) {
      throw usage("'" + socket + "' is no place for a socket", null);
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    path = folder.toRealPath().resolve(path.getFileName());
    checkFolders(path.getParent(), self, root);
    FileChannel lockFile = lock(path);
    boolean done = false;
    ServerSocketChannel server = null;
    try {
      refuseLive(path);
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      server.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
      // Anyone who may enter the folder may knock; who is let in, credentials decide.
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw-rw-"));
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      SocketPlace place = new SocketPlace(path, lockFile, server);
      done = true;
      return place;
    } finally {
      if (!done) {
        if (server != null) {
          server.close();
        }
        lockFile.close();
      }
    }
  }

  private static void checkFolders(Path folder, UserPrincipal self, UserPrincipal root)
      throws IOException {
    boolean innermost = true;
    for (Path one = folder; one != null; one = one.getParent()) {
      UserPrincipal owner = Files.getOwner(one);
      if (!owner.equals(self) && !owner.equals(root)) {
        throw usage(
            "the socket's folder '" + one + "' belongs to " + owner.getName(),
            "it must be the vault's own, as must those above it, or root's");
      }
      int mode = (Integer) Files.getAttribute(one, "unix:mode");
      // In a sticky folder others can add files and not replace those that are the vault's: good
      // enough above, where the vault's folder stands, and not for the socket itself.
      if ((mode & GROUP_OR_OTHERS_WRITE) != 0 && (innermost || (mode & STICKY) == 0)) {
        throw usage(
            "others can write to the socket's folder '" + one + "'",
            "take their right away: chmod go-w, or choose another folder");
      }
      innermost = false;
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path.resolveSibling(path.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      throw taken(path);
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    if (lock == null) {
      throw taken(path);
    }
    return file;
  }

  /** A socket that is not ours, or that another program left. */
  private static void refuseLive(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(
            path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw usage("'" + path + "' is there and no socket", "take it away, or choose another place");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException dead) {
      return;
    }
    throw taken(path);
  }

  private static BrigandineException taken(Path path) {
    return usage("a vault listens at '" + path + "' already", "stop it first");
  }

  private static BrigandineException usage(String message, String hint) {
    return new BrigandineException(ErrorCode.USAGE, message, hint);
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(
            path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  Path path() {
    return path;
  }

  ServerSocketChannel server() {
    return server;
  }

  /** Takes no more callers, and takes the socket's file away if it is still this one. */
  @Override
  public void close() throws IOException {
    if (!lockFile.isOpen()) {
      return;
    }
    try (lockFile;
        server) {
      if (key(path).equals(key)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }
}
