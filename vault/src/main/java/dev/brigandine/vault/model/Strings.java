package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** String elements as {@link ElementType#BYTES} has them, and as ONNX Runtime's Java API has. */
final class Strings {
  private Strings() {}

  /**
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if lengths and shape disagree, or for
   *     what is not UTF-8
   */
  static String[] decode(Tensor tensor) {
    long count = tensor.elements();
    ByteBuffer data = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (count > data.remaining() / 4) {
      throw bad(tensor, "has fewer strings than its shape says");
    }
    String[] strings = new String[(int) count];
    for (int i = 0; i < strings.length; i++) {
      int length = data.remaining() < 4 ? -1 : data.getInt();
      if (length < 0 || length > data.remaining()) {
        throw bad(tensor, "has a string that is longer than its bytes");
      }
      try {
        strings[i] =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(data.slice(data.position(), length))
                .toString();
      } catch (CharacterCodingException e) {
        throw bad(tensor, "has a string that is not UTF-8");
      }
      data.position(data.position() + length);
    }
    if (data.hasRemaining()) {
      throw bad(tensor, "has more bytes than strings");
    }
    return strings;
  }

  static ByteBuffer encode(String[] strings) {
    byte[][] texts = new byte[strings.length][];
    long total = 0;
    for (int i = 0; i < strings.length; i++) {
      texts[i] = strings[i].getBytes(StandardCharsets.UTF_8);
      total += 4 + texts[i].length;
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw new BrigandineException(
          ErrorCode.TOO_LARGE, "the answer's strings are larger than 2 GiB");
    }
    ByteBuffer data = ByteBuffer.allocate((int) total).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] text : texts) {
      data.putInt(text.length).put(text);
    }
    return data.flip();
  }

  private static BrigandineException bad(Tensor tensor, String what) {
    return new BrigandineException(
        ErrorCode.BAD_INPUT,
        "input '" + tensor.name() + "' " + what,
        "each string is 4 bytes of length, little-endian, and as many bytes of UTF-8");
  }
}
