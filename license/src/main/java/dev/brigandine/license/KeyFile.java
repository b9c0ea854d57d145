package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;

/** A key file: a JWK set in the clear, or as the content of a JWE under a passphrase. */
final class KeyFile {
  /** Bytes; the largest file written has less than 2,000. */
  static final int MAX_SIZE = 16 * 1024;

  private KeyFile() {}

  /**
   * Reads a file of one kind and refuses the other three.
   *
   * @param passphrase asked only if the file is under one; may be null. What it returns is wiped.
   */
  static JwkSet load(Path path, KeyKind wanted, Supplier<char[]> passphrase) {
    byte[] content = SmallFile.read(path, MAX_SIZE, wanted.noun);
    try {
      return parse(content, path.toString(), wanted, passphrase);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  static JwkSet parse(byte[] content, String name, KeyKind wanted, Supplier<char[]> passphrase) {
    String what = wanted.noun + " " + name;
    int end = content.length;
    while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
      end--;
    }
    if (end == 0 || content[0] != '{' && content[0] != 'e') {
      throw new BrigandineException(ErrorCode.TAMPERED, what + " is not a key file", wanted.hint);
    }
    JwkSet keys;
    if (content[0] == '{') {
      keys = parseSet(Arrays.copyOf(content, end), what, wanted);
    } else {
      if (!wanted.isPrivate()) {
        throw mixedUp(name, wanted, "private keys under a passphrase");
      }
      keys =
          decrypt(
              new String(content, 0, end, StandardCharsets.ISO_8859_1), what, wanted, passphrase);
    }
    if (keys.kind() != wanted) {
      throw mixedUp(name, wanted, "a " + keys.kind().noun.replace(" file", ""));
    }
    return keys;
  }

  /** Writes a new file; {@code passphrase} may be null and is wiped. */
  static void save(JwkSet keys, Path path, char[] passphrase) {
    byte[] json = null;
    try {
      json = keys.toJson();
      byte[] content = passphrase == null ? json : PassphraseWriter.seal(json, passphrase);
      SmallFile.create(path, content, keys.kind().isPrivate(), keys.kind().noun);
    } finally {
      keys.wipe();
      wipe(json);
      if (passphrase != null) {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  private static JwkSet parseSet(byte[] json, String what, KeyKind wanted) {
    try {
      return JwkSet.parse(json, what);
    } catch (BrigandineException e) {
      throw new BrigandineException(e.code(), e.getMessage(), wanted.hint);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  private static JwkSet decrypt(
      String jwe, String what, KeyKind wanted, Supplier<char[]> passphrase) {
    PassphraseJwe sealed = PassphraseJwe.parse(jwe, what);
    char[] typed = passphrase == null ? null : passphrase.get();
    if (typed == null) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          what + " is under a passphrase and none was given",
          "give its passphrase");
    }
    byte[] json;
    try {
      json = sealed.open(typed);
    } finally {
      Arrays.fill(typed, '\0');
    }
    if (json == null) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the passphrase does not open " + what,
          "type it again; if it is right, the file was altered or damaged");
    }
    int end = json.length;
    while (end > 0 && json[end - 1] == '\n') {
      end--;
    }
    try {
      return parseSet(Arrays.copyOf(json, end), what, wanted);
    } finally {
      wipe(json);
    }
  }

  private static BrigandineException mixedUp(String name, KeyKind wanted, String found) {
    return new BrigandineException(
        ErrorCode.USAGE,
        name + " holds " + found + ", but a " + wanted.noun + " is needed",
        wanted.hint);
  }

  private static void wipe(byte[] secret) {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
