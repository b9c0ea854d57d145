package dev.brigandine.bundle;

import java.util.Base64;

/** Base64url without padding (RFC 4648 section 5), of a known length, in its only spelling. */
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The bytes, or null unless {@code text} is the canonical spelling of {@code length} bytes. */
  static byte[] decode(String text, int length) {
    if (text.length() != (length * 4 + 2) / 3 || !Names.isBase64Url(text)) {
      return null;
    }
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    // The last character's unused bits must be zero; the JDK's decoder lets them pass.
    return encode(bytes).equals(text) ? bytes : null;
  }
}
