package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;

/** What is no model by its first bytes, and not worth looking behind. */
final class Magic {
  private static final List<String> BEGINNINGS =
      List.of(
          "\u007fELF",
          "\u00ca\u00fe\u00ba\u00be",
          "\u00cf\u00fa\u00ed\u00fe",
          "PK\3\4",
          "\u001f\u008b\b",
          "BZh",
          "\u00fd7zXZ",
          "(\u00b5/\u00fd",
          "7z\u00bc\u00af",
          "Rar!",
          "\u0089PNG",
          "\u00ff\u00d8\u00ff",
          "GIF8",
          "RIFF",
          "OggS",
          "fLaC",
          "ID3",
          "%PDF",
          "wOF2",
          "wOFF",
          "\0\1\0\0\0",
          "OTTO",
          "BRIG",
          "SQLite format 3",
          "dex\n",
          "<?xml",
          "<!DOCTYPE",
          "#!/",
          "#! /",
          "-----BEGIN",
          "!<arch>");

  private static final List<String> COMPRESSED =
      List.of(
          ".zip", ".jar", ".gz", ".xz", ".zst", ".bz2", ".7z", ".png", ".jpg", ".jpeg", ".webp",
          ".mp4", ".mp3", ".ogg", ".flac", ".woff2", ".pdf", ".br", ".lz4", ".jmod", ".brig");

  private Magic() {}

  /** Whether a stream begins as a well-known kind of file does that is no model. */
  static boolean known(byte[] head, int length) {
    String text = new String(head, 0, Math.min(16, length), ISO_8859_1);
    return BEGINNINGS.stream().anyMatch(text::startsWith)
        || text.startsWith("ftyp", 4)
        || isWindowsProgram(text, head, length);
  }

  /** Two letters alone would let a model through whose key makes it begin so. */
  private static boolean isWindowsProgram(String text, byte[] head, int length) {
    return text.startsWith("MZ") && length >= 64 && head[62] == 0 && head[63] == 0;
  }

  /** Whether a name is one of compressed or encrypted files that are known as such. */
  static boolean knownName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return COMPRESSED.stream().anyMatch(lower::endsWith);
  }
}
