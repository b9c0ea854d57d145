package dev.brigandine.license.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A machine's small text files below a root. What cannot be read is as if it were not there. */
final class MachineFiles {
  /** Bytes of a file that are looked at; /proc/cpuinfo of 128 processors has more. */
  private static final int MAX_TEXT = 1 << 20;

  private static final int MAX_NAMES = 512;

  private final Path root;

  MachineFiles(Path root) {
    this.root = root;
  }

  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  boolean exists(String absolute) {
    return Files.exists(path(absolute));
  }

  /** The text without space around it, or null. */
  String text(String absolute) {
    String raw = raw(absolute);
    return raw == null ? null : raw.strip();
  }

  String raw(String absolute) {
    try (InputStream in = Files.newInputStream(path(absolute))) {
      String text = new String(in.readNBytes(MAX_TEXT), StandardCharsets.ISO_8859_1);
      // Device trees end their strings with NUL.
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == 0) {
        end--;
      }
      return text.substring(0, end);
    } catch (IOException | SecurityException e) {
      return null;
    }
  }

  /** Names in a folder, sorted. */
  List<String> names(String absolute) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(absolute))) {
      for (Path entry : entries) {
        if (names.size() == MAX_NAMES) {
          break;
        }
        names.add(entry.getFileName().toString());
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException | SecurityException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  /** The last name of what a symbolic link points to, or null. */
  String linkName(String absolute) {
    try {
      Path target = Files.readSymbolicLink(path(absolute)).getFileName();
      return target == null ? null : target.toString();
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return null;
    }
  }
}
