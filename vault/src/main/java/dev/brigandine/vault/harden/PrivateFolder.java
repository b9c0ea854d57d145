package dev.brigandine.vault.harden;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder of this process alone, where libraries unpack their native code and whatever else wants
 * a temporary file. It goes when the process ends; what a killed one left goes when the next vault
 * starts. Its own user can still write there: that user also decides what program runs as him.
 */
final class PrivateFolder {
  private static final String PREFIX = "brigandine-vault-";
  private static final String LOCK = "lock";

  /** Who asks which property where to unpack. */
  private static final List<String> PROPERTIES =
      List.of(
          "java.io.tmpdir",
          "jna.tmpdir",
          "org.conscrypt.tmpdir",
          "org.conscrypt.native.workdir",
          "io.netty.native.workdir",
          "io.grpc.netty.shaded.io.netty.native.workdir");

  /** By which the starter names a folder where native files lie already. */
  private static final List<String> GIVEN = List.of("jna.boot.library.path", EngineFiles.PROPERTY);

  private final Path path;
  private final FileChannel lock;

  private PrivateFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  Path path() {
    return path;
  }

  /**
   * Makes it, has the JVM and the libraries use it, and removes leftovers beside it. To be called
   * before anything asked the JVM for a temporary file.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if there is no fit place
   */
  static PrivateFolder make(Optional<Path> wanted) {
    Path parent = place(wanted);
    try {
      PrivateFolder folder = create(parent);
      for (String property : PROPERTIES) {
        System.setProperty(property, folder.path.toString());
      }
      // A folder of root's alone is better than this one; any other would go before it.
      for (String property : GIVEN) {
        String given = System.getProperty(property);
        if (given != null && !StartedWith.isOnlyRoots(Path.of(given))) {
          System.clearProperty(property);
        }
      }
      System.clearProperty("jna.boot.library.name");
      // What JNA would look for in the library path first is not what came in its jar.
      System.setProperty("jna.nosys", "true");
      // Set, it keeps JNA from asking ldconfig, in a process of its own, where libraries are.
      System.setProperty("jna.platform.library.path", folder.path.toString());
      Runtime.getRuntime().addShutdownHook(folder.new Removal());
      return folder;
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "no private folder can be made in " + parent,
          "let the vault's user write there, or name another folder",
          e);
    }
  }

  /** Why {@code folder} does not do as the place for a private one; empty if it does. */
  static Optional<String> unfit(Path folder, List<String> mounts) {
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return Optional.of("is not a folder that this user may write");
    }
    try {
      Path real = folder.toRealPath();
      if (options(real, mounts).contains("noexec")) {
        return Optional.of("is mounted noexec, so no library can be loaded from it");
      }
      for (Path at = real; at != null && posix(); at = at.getParent()) {
        int mode = (int) Files.getAttribute(at, "unix:mode");
        // Group and others may write, and names are not held fast by the sticky bit.
        if ((mode & 022) != 0 && (mode & 01000) == 0) {
          return Optional.of("lies in " + at + ", which others may write");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot be read");
    }
  }

  static Path place(Optional<Path> wanted) {
    List<String> mounts = mounts();
    List<Path> candidates = new ArrayList<>();
    if (wanted.isPresent()) {
      candidates.add(wanted.get());
    } else {
      for (String variable : List.of("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR")) {
        String value = System.getenv(variable);
        if (value != null && !value.isBlank()) {
          // systemd separates several by colons.
          candidates.add(Path.of(value.split(":", -1)[0]));
        }
      }
      candidates.add(Path.of(System.getProperty("java.io.tmpdir")));
    }
    StringBuilder why = new StringBuilder();
    for (Path candidate : candidates) {
      Optional<String> unfit = unfit(candidate, mounts);
      if (unfit.isEmpty()) {
        return candidate;
      }
      why.append(why.isEmpty() ? "" : "; ").append(candidate).append(' ').append(unfit.get());
    }
    throw new BrigandineException(
        ErrorCode.USAGE,
        "there is no place for a private folder: " + why,
        "set RUNTIME_DIRECTORY or -Djava.io.tmpdir to a folder of the vault's user on a file system"
            + " that is not mounted noexec");
  }

  /**
   * Whether others reach temporary files, which go where they went when the JVM started, whatever
   * is said later.
   */
  static Measure temporary(String folder) {
    if (!posix()) {
      return Item.PRIVATE_TMP.none("there are no POSIX permissions", "run the vault on Linux");
    }
    try {
      Path real = Path.of(folder).toRealPath();
      if (((int) Files.getAttribute(real, "unix:mode") & 077) == 0) {
        return Item.PRIVATE_TMP.on(folder + " is this user's alone");
      }
      for (String line : lines("/proc/self/mountinfo")) {
        // proc(5): the fourth word is what of the file system is mounted, the fifth where.
        String[] words = line.split(" ", 6);
        if (words.length == 6
            && real.startsWith(words[4])
            && words[3].contains("systemd-private")) {
          return Item.PRIVATE_TMP.on(folder + " is this service's alone");
        }
      }
    } catch (IOException e) {
      // As one that is shared.
    }
    return Item.PRIVATE_TMP.off(
        "temporary files go to " + folder + ", where others may look for their names",
        "PrivateTmp=yes (systemd), or -Djava.io.tmpdir= a folder of the vault's user alone");
  }

  private static PrivateFolder create(Path parent) throws IOException {
    for (long attempt = System.nanoTime(); ; attempt++) {
      Path path = parent.resolve(PREFIX + Long.toHexString(attempt)).toAbsolutePath();
      try {
        // Fails if the name is taken, by a link too; so nothing that waits there is used.
        if (posix()) {
          Files.createDirectory(
              path,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
          Files.createDirectory(path);
        }
      } catch (FileAlreadyExistsException e) {
        continue;
      }
      FileChannel lock =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      return new PrivateFolder(path, lock);
    }
  }

  /** Removes the folders beside this one of this user's dead vaults: their lock is nobody's. */
  void sweep() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path.getParent())) {
      for (Path folder : all) {
        if (folder.getFileName().toString().startsWith(PREFIX)
            && !folder.equals(path)
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          sweepOne(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What cannot be listed was not left by this user.
    }
  }

  private static void sweepOne(Path folder) {
    // Without CREATE: a vault that starts right now has a folder before it has the lock in it.
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock mine = channel.tryLock()) {
      if (mine != null) {
        delete(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, or not there any more, or one in this very process.
    }
  }

  /** No lambda: this is made while the first answer is waited for. */
  private final class Removal extends Thread {
    Removal() {
      super("private-folder");
    }

    @Override
    public void run() {
      remove();
    }
  }

  private void remove() {
    try {
      delete(path);
      lock.close();
    } catch (IOException e) {
      // The next vault sweeps it.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          delete(entry);
        } else {
          Files.deleteIfExists(entry);
        }
      }
    }
    Files.deleteIfExists(folder);
  }

  /** Options of the mount that {@code folder} lies on, by lines of {@code /proc/self/mounts}. */
  static List<String> options(Path folder, List<String> mounts) {
    int longest = -1;
    List<String> options = List.of();
    for (String line : mounts) {
      String[] words = line.split(" ", -1);
      // Later ones lie over earlier ones.
      if (words.length > 3 && folder.startsWith(words[1]) && words[1].length() >= longest) {
        longest = words[1].length();
        options = List.of(words[3].split(",", -1));
      }
    }
    return options;
  }

  static List<String> mounts() {
    return lines("/proc/self/mounts");
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
