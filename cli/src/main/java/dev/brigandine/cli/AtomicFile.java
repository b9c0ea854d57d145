package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * Writes a file so that its name never stands for half of it: a temporary name in the same folder,
 * fsync, rename. What stood there before is replaced only by the whole. A kill may leave the
 * temporary file, never a partial target.
 */
public final class AtomicFile {
  private static final SecureRandom RANDOM = new SecureRandom();

  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is buffered and need not be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to {@code target}. On any failure the temporary file is gone.
   *
   * @throws BrigandineException ({@link ErrorCode#FILE_UNREADABLE}) if {@code target} is a folder,
   *     or its own folder does not exist
   */
  public static void write(Path target, Content content) throws IOException {
    check(target);
    Path name = target.getFileName();
    String suffix = Long.toHexString(RANDOM.nextLong());
    Path temporary = target.resolveSibling("." + name + "." + suffix + ".tmp");
    try {
      try (FileChannel file =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        content.writeTo(out);
        out.flush();
        file.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable thrown) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        thrown.addSuppressed(e);
      }
      throw thrown;
    }
  }

  /**
   * Refuses a target that {@link #write} would refuse, before long work begins.
   *
   * @throws BrigandineException as {@link #write}
   */
  public static void check(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
      boolean isFolder = Files.isDirectory(target);
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          isFolder
              ? target + " is a folder, not a file"
              : "the folder that " + target + " should go to does not exist",
          isFolder ? "give the name of a file" : "make it first: mkdir -p " + folder);
    }
  }
}
