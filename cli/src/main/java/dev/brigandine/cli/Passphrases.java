package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where passphrases come from: a person at the console, or the first line of a file. Never an
 * argument, which every user of the machine could read in the process list. The arrays handed out
 * belong to the caller, who wipes them.
 */
final class Passphrases {
  /** A longer first line is no passphrase but a mistake. */
  private static final int MAX_BYTES = 4096;

  /** The environment's variable with a token's PIN, for services that nobody sits at. */
  static final String PIN = "BRIGANDINE_PIN";

  private static final int MAX_KEY_FILE = 16 * 1024;

  private final Terminal terminal;

  Passphrases(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The passphrase of an existing key file: the first line of {@code file}, or typed once.
   *
   * @param file or null
   * @param keyFile as the prompt calls it
   */
  char[] existing(Path file, Path keyFile) throws IOException {
    if (file != null) {
      return firstLine(file);
    }
    return isReference(keyFile)
        ? pin(null, keyFile)
        : ask(keyFile, "passphrase for " + keyFile + ": ");
  }

  /**
   * A token's PIN: the first line of {@code file}, or the variable {@value #PIN}, or typed once.
   * Which of them, nobody tries again: a token locks itself after a few wrong PINs.
   *
   * @param of as the prompt calls it
   */
  char[] pin(Path file, Path of) throws IOException {
    if (file != null) {
      return firstLine(file);
    }
    String set = terminal.environment().apply(PIN);
    if (set != null && !set.isEmpty()) {
      return set.toCharArray();
    }
    if (terminal.passwords().isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the PIN for the token of " + of + " is needed, and there is no console to ask at",
          "give a file whose first line is the PIN, --pin-file FILE, or set " + PIN);
    }
    return ask(of, "PIN for the token of " + of + ": ");
  }

  /** Whether a key file only says on which token its keys are; a missing one does not. */
  static boolean isReference(Path keyFile) {
    try (InputStream in = Files.newInputStream(keyFile)) {
      String text = new String(in.readNBytes(MAX_KEY_FILE), StandardCharsets.UTF_8);
      return text.startsWith("{") && text.contains("\"token\":");
    } catch (IOException e) {
      return false;
    }
  }

  /** The passphrase of a key file about to be made: the same, but typed twice. */
  char[] fresh(Path file, Path keyFile) throws IOException {
    if (file != null) {
      return firstLine(file);
    }
    char[] first = ask(keyFile, "new passphrase for " + keyFile + ": ");
    char[] second = null;
    boolean same = false;
    try {
      second = ask(keyFile, "the same again: ");
      same = Arrays.equals(first, second);
      if (!same) {
        throw new BrigandineException(
            ErrorCode.USAGE, "the two passphrases differ", "nothing was written; try again");
      }
      return first;
    } finally {
      if (second != null) {
        Arrays.fill(second, '\0');
      }
      if (!same) {
        Arrays.fill(first, '\0');
      }
    }
  }

  private char[] ask(Path keyFile, String question) {
    Optional<Function<String, char[]>> reader = terminal.passwords();
    if (reader.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the passphrase for " + keyFile + " is needed, and there is no console to ask at",
          "give a file whose first line is the passphrase: --passphrase-file FILE");
    }
    char[] typed = reader.get().apply(question);
    if (typed == null || typed.length == 0) {
      throw empty("what was typed for " + keyFile);
    }
    return typed;
  }

  static char[] firstLine(Path file) throws IOException {
    byte[] bytes = new byte[MAX_BYTES + 1];
    try {
      int length;
      try (InputStream in = Files.newInputStream(file)) {
        length = in.readNBytes(bytes, 0, bytes.length);
      }
      int end = 0;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      if (end > MAX_BYTES) {
        throw new BrigandineException(
            ErrorCode.USAGE, "the first line of " + file + " is longer than 4096 bytes");
      }
      if (end > 0 && bytes[end - 1] == '\r') {
        end--;
      }
      if (end == 0) {
        throw empty("the first line of " + file);
      }
      CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      char[] passphrase = new char[chars.remaining()];
      chars.get(passphrase);
      Arrays.fill(chars.array(), '\0');
      return passphrase;
    } catch (CharacterCodingException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the first line of " + file + " is not UTF-8 text");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static BrigandineException empty(String what) {
    return new BrigandineException(
        ErrorCode.USAGE,
        what + " is empty",
        "type a passphrase, or make the key with --insecure-no-passphrase");
  }
}
