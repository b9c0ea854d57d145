package dev.brigandine.vault.model;

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

/** A file whose first line is a passphrase. Nobody sits at a vault to be asked. */
final class PassphraseFile {
  private static final int MAX_BYTES = 4096;

  private PassphraseFile() {}

  /**
   * The passphrase of the device key {@code device}; the caller wipes it.
   *
   * @throws BrigandineException ({@link ErrorCode#NO_KEY_FITS}) if no file was named, else {@link
   *     ErrorCode#FILE_UNREADABLE} or {@link ErrorCode#USAGE}
   */
  static char[] read(Optional<Path> file, Path device) {
    if (file.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the device key " + device + " is under a passphrase, and none is given",
          "name a file whose first line is the passphrase");
    }
    byte[] bytes = new byte[MAX_BYTES + 1];
    try {
      return firstLine(file.get(), bytes);
    } catch (CharacterCodingException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the first line of " + file.get() + " is not UTF-8 text");
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "the passphrase file " + file.get() + " cannot be read",
          "check the path and who may read it",
          e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static char[] firstLine(Path file, byte[] bytes) throws IOException {
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
      throw new BrigandineException(ErrorCode.USAGE, "the first line of " + file + " is empty");
    }
    CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
    char[] passphrase = new char[chars.remaining()];
    chars.get(passphrase);
    Arrays.fill(chars.array(), '\0');
    return passphrase;
  }
}
