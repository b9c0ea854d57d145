package dev.brigandine.vault.embed;

import java.text.Normalizer;
import java.util.function.Predicate;

/**
 * Text to words as BERT splits it: cleaned, East Asian ideographs apart, accents off, lower case,
 * split at white space and punctuation. Follows what Hugging Face call {@code BertNormalizer} and
 * {@code BertPreTokenizer}, which is the "basic tokenization" of google-research/bert.
 *
 * @param clean control characters away, all white space the same
 * @param ideographs each a word of its own
 */
record BertText(boolean clean, boolean ideographs, boolean stripAccents, boolean lowerCase) {

  /**
   * Gives each word to {@code word}, until that says false.
   *
   * <p>Lower case is by character, without regard to its neighbours: a final sigma is a sigma.
   */
  void words(String text, Predicate<String> word) {
    String plain = stripAccents ? Normalizer.normalize(text, Normalizer.Form.NFD) : text;
    StringBuilder open = new StringBuilder();
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (clean && isDropped(c) || stripAccents && isAccent(c)) {
        continue;
      }
      boolean alone = isPunctuation(c) || ideographs && isIdeograph(c);
      if (alone || isSpace(c)) {
        if (!end(open, word) || alone && !word.test(lower(c))) {
          return;
        }
      } else {
        append(open, c);
      }
    }
    end(open, word);
  }

  private static boolean end(StringBuilder open, Predicate<String> word) {
    if (open.length() == 0) {
      return true;
    }
    String text = open.toString();
    open.setLength(0);
    return word.test(text);
  }

  private String lower(int c) {
    StringBuilder one = new StringBuilder(2);
    append(one, c);
    return one.toString();
  }

  private void append(StringBuilder to, int c) {
    if (!lowerCase) {
      to.appendCodePoint(c);
    } else if (c == 'İ') {
      to.append("i\u0307");
    } else {
      to.appendCodePoint(Character.toLowerCase(c));
    }
  }

  private static boolean isDropped(int c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return false;
    }
    if (c == 0 || c == 0xfffd) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static boolean isAccent(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isSpace(int c) {
    // Unicode's White_Space; U+001C to U+001F, which only Java counts, are none.
    return c >= 9 && c <= 13 || c == 0x85 || Character.isSpaceChar(c);
  }

  static boolean isPunctuation(int c) {
    if (c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks that BERT takes for CJK; neither Hangul nor kana. */
  static boolean isIdeograph(int c) {
    return c >= 0x4e00 && c <= 0x9fff
        || c >= 0x3400 && c <= 0x4dbf
        || c >= 0x20000 && c <= 0x2a6df
        || c >= 0x2a700 && c <= 0x2b73f
        || c >= 0x2b740 && c <= 0x2b81f
        || c >= 0x2b820 && c <= 0x2ceaf
        || c >= 0xf900 && c <= 0xfaff
        || c >= 0x2f800 && c <= 0x2fa1f;
  }
}
