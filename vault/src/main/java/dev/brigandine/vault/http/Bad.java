package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** Refusals of what a caller sent. */
final class Bad {
  private static final int SHOWN = 64;

  private Bad() {}

  static BrigandineException input(String message) {
    return input(message, null);
  }

  static BrigandineException input(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }

  /** A caller's word, cut, in quotes, without what could break a line of a log. */
  static String shown(String word) {
    StringBuilder text = new StringBuilder("'");
    for (int i = 0; i < word.length() && i < SHOWN; i++) {
      char c = word.charAt(i);
      text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return text.append(word.length() > SHOWN ? "…'" : "'").toString();
  }
}
