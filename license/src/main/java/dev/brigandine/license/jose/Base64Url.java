package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Base64;

/**
 * Base64url without padding (RFC 7515 section 2), one spelling only: the JDK's decoder also takes
 * padding and stray bits in the last character, so that two different texts would mean the same
 * bytes.
 */
public final class Base64Url {
  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** {@code what} names the text in the error. */
  public static byte[] decode(String text, String what) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw malformed(what);
    }
    if (!encode(bytes).equals(text)) {
      throw malformed(what);
    }
    return bytes;
  }

  /** As {@link #decode(String, String)}, for a value whose size is known. */
  public static byte[] decode(String text, int length, String what) {
    if (text.length() != (length * 4 + 2) / 3) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, what + " must have " + length + " bytes in base64url");
    }
    return decode(text, what);
  }

  private static BrigandineException malformed(String what) {
    return new BrigandineException(ErrorCode.TAMPERED, what + " is not in plain base64url");
  }
}
