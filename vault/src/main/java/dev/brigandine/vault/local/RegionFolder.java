package dev.brigandine.vault.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where shared files are born. Java cannot hand an open file to another process, so a file has a
 * name for the moment until its client has opened it: 128 random bits, in a folder that nobody can
 * list but the vault's user.
 */
final class RegionFolder implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String MODE = "rwx--x--x";
  private static final int CHUNK = 1 << 20;

  private final UserPrincipal self;
  private final SecureRandom random;
  private final boolean inMemory;
  private final Path base;
  private volatile Path folder;

  /**
   * @param self the vault's own user
   */
  RegionFolder(UserPrincipal self, SecureRandom random) throws IOException {
    this(self, random, MEMORY);
  }

  RegionFolder(UserPrincipal self, SecureRandom random, Path memory) throws IOException {
    this.self = self;
    this.random = random;
    this.inMemory = Files.isDirectory(memory) && Files.isWritable(memory);
    this.base = inMemory ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    this.folder = make();
  }

  /** One folder for all vaults of a user, so that those that are killed leave no more than one. */
  private Path make() throws IOException {
    Path usual = base.resolve("brigandine-" + self.getName());
    try {
      return make(usual);
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(usual, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(usual, LinkOption.NOFOLLOW_LINKS).equals(self)
          && PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(usual, LinkOption.NOFOLLOW_LINKS))
              .equals(MODE)) {
        return usual;
      }
      // Somebody else's, who may well want it to be taken for the vault's.
      return make(base.resolve("brigandine-" + name()));
    }
  }

  private static Path make(Path path) throws IOException {
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
    return path;
  }

  private String name() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /** Whether files here never reach a disk, swapping apart. */
  boolean inMemory() {
    return inMemory;
  }

  Path path() {
    return folder;
  }

  /**
   * A new file of {@code size} zeros, all of them really there: memory that runs out is noticed
   * here and not when a tensor is written.
   */
  SharedRegion create(int id, long size) throws IOException {
    Path file = folder.resolve(name());
    FileChannel channel;
    try {
      channel = open(file);
    } catch (NoSuchFileException e) {
      // Another vault of this user took the folder away when it ended.
      folder = make();
      file = folder.resolve(name());
      channel = open(file);
    }
    boolean done = false;
    try {
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, CHUNK));
      for (long at = 0; at < size; ) {
        at += channel.write(zeros.clear().limit((int) Math.min(size - at, CHUNK)), at);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      done = true;
      return new SharedRegion(id, file, channel, size);
    } finally {
      if (!done) {
        channel.close();
        Files.deleteIfExists(file);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return (FileChannel)
        Files.newByteChannel(
            file,
            java.util.Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Takes the folder away unless another vault of this user has a file in it. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      return;
    }
  }
}
