package dev.brigandine.bundle;

/** Which characters the short identifiers of a manifest may have. */
final class Names {
  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  static final int MAX_TOKEN = 64;

  private Names() {}

  /** Section names, types and the like: 1 to 64 of a-z, 0-9, dot, hyphen, underscore. */
  static boolean isToken(String name) {
    if (name.isEmpty() || name.length() > MAX_TOKEN) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_')) {
        return false;
      }
    }
    return true;
  }

  /** 128 bits in base64url: 22 characters, of which the last carries two bits. */
  static boolean isBundleId(String id) {
    return id.length() == 22 && isBase64Url(id) && "AQgw".indexOf(id.charAt(21)) >= 0;
  }

  static boolean isBase64Url(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (BASE64URL.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Five parts of base64url with dots between, as a compact JWE with a wrapped key has. */
  static boolean isCompactJwe(String text) {
    int parts = 1;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (i == start) {
          return false;
        }
        parts += i == text.length() ? 0 : 1;
        start = i + 1;
      } else if (BASE64URL.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return parts == 5;
  }

  /** Three numbers with dots between, none above 999999: {@code 0.1.0}; null if it is not that. */
  static int[] version(String text) {
    int[] parts = new int[3];
    int part = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (digits == 0 || ++part == 3) {
          return null;
        }
        digits = 0;
      } else if (c >= '0' && c <= '9' && digits < 6 && !(digits > 0 && parts[part] == 0)) {
        parts[part] = parts[part] * 10 + (c - '0');
        digits++;
      } else {
        return null;
      }
    }
    return part == 2 && digits > 0 ? parts : null;
  }
}
