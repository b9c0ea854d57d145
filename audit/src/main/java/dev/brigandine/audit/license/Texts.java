package dev.brigandine.audit.license;

/** Small changes to text in base64url. */
final class Texts {
  private Texts() {}

  /** Another character in that place. */
  static String flipped(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }
}
