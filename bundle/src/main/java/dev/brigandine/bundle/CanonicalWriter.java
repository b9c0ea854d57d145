package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Writes the canonical JSON that {@link CanonicalReader} reads. */
final class CanonicalWriter {
  private final StringBuilder out = new StringBuilder(1024);

  CanonicalWriter raw(String json) {
    out.append(json);
    return this;
  }

  CanonicalWriter integer(long value) {
    out.append(value);
    return this;
  }

  CanonicalWriter string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(c < 16 ? '0' : '1').append("0123456789abcdef".charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    out.append('"');
    return this;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if a string has half a surrogate pair
   */
  byte[] toUtf8() {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(out));
      byte[] utf8 = new byte[bytes.remaining()];
      bytes.get(utf8);
      return utf8;
    } catch (CharacterCodingException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a name or id is not well-formed Unicode", "rename it");
    }
  }
}
