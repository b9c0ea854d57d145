package dev.brigandine.vault.model;

import dev.brigandine.vault.config.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * By what a reload tells that a model's files changed. Of each file size, times and the digest of
 * its first mebibyte, which in a bundle holds the digests of all the rest; of files with secrets
 * size and times alone.
 */
final class FileMarks {
  private static final int DIGESTED = 1 << 20;

  private FileMarks() {}

  /** Equal for two moments if nothing changed between them. Missing files have a mark too. */
  static List<String> of(ModelConfig config) {
    List<String> marks = new ArrayList<>();
    marks.add(mark(config.bundle(), true));
    if (config.licensing() instanceof ModelConfig.Licensing.File file) {
      marks.add(mark(file.licence(), true));
    }
    config.revocations().ifPresent(file -> marks.add(mark(file, true)));
    config.trust().ifPresent(file -> marks.add(mark(Path.of(file), true)));
    marks.add(mark(config.device(), false));
    config.passphrase().ifPresent(file -> marks.add(mark(file, false)));
    return List.copyOf(marks);
  }

  /** Of where the licence comes from alone: equal as long as it is the same licence. */
  static List<String> ofLicence(ModelConfig config) {
    return config.licensing() instanceof ModelConfig.Licensing.File file
        ? List.of(file.licence().toString(), mark(file.licence(), true))
        : List.of(config.licensing().toString());
  }

  private static String mark(Path file, boolean digest) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.size()
          + " "
          + found.lastModifiedTime()
          + " "
          + found.fileKey()
          + (digest ? " " + digest(file) : "");
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(in.readNBytes(DIGESTED)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
