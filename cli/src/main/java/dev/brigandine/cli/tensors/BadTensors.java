package dev.brigandine.cli.tensors;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/** The exceptions of this package, all {@link ErrorCode#BAD_INPUT}. */
final class BadTensors {
  private static final int SHOWN = 120;

  private BadTensors() {}

  static BrigandineException bad(String message) {
    return bad(message, null);
  }

  static BrigandineException bad(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }

  /** Foreign text for a message: on one line, not endless, nothing a terminal would obey. */
  static String shown(String foreign) {
    StringBuilder text = new StringBuilder();
    foreign
        .codePoints()
        .limit(SHOWN)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(text::appendCodePoint);
    return foreign.codePointCount(0, foreign.length()) > SHOWN ? text + "…" : text.toString();
  }
}
