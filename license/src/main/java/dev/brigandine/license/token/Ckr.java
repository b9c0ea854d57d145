package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PKCS#11 return values (version 2.40, section 5.1) mean to someone who has a token. */
final class Ckr {
  private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]{2,64}|0x[0-9A-Fa-f]{8,16}");
  private static final int MAX_CAUSES = 16;

  private Ckr() {}

  /** The return value's name in a provider's exception, or the empty string. */
  static String name(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++, cause = cause.getCause()) {
      String message = cause.getMessage();
      Matcher matcher = NAME.matcher(message == null ? "" : message);
      if (matcher.find()) {
        return matcher.group();
      }
    }
    return "";
  }

  /**
   * The failure of an action.
   *
   * @param token as the message calls it
   * @param action "did not …"
   */
  static BrigandineException refuse(String token, String action, Throwable thrown) {
    String name = name(thrown);
    String what = "the token of " + token + " ";
    return switch (name) {
      case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" ->
          new BrigandineException(
              ErrorCode.NO_KEY_FITS,
              what + "refuses the PIN",
              "it was tried once and is not tried again: a token locks itself after a few wrong"
                  + " ones",
              thrown);
      case "CKR_PIN_LOCKED" ->
          new BrigandineException(
              ErrorCode.NO_KEY_FITS,
              what + "is locked after too many wrong PINs",
              "let the token's administrator unlock it with its SO PIN",
              thrown);
      case "CKR_PIN_EXPIRED", "CKR_USER_PIN_NOT_INITIALIZED" ->
          new BrigandineException(
              ErrorCode.NO_KEY_FITS,
              what + "has no PIN that is in force",
              "set one with the token's own tool",
              thrown);
      case "CKR_USER_NOT_LOGGED_IN" ->
          new BrigandineException(
              ErrorCode.NO_KEY_FITS, what + "needs a PIN and none was given", "give its PIN");
      case "CKR_DEVICE_REMOVED", "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED" ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE, what + "is not there", "put it back in", thrown);
      case "CKR_DEVICE_MEMORY" ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE, what + "is full", "delete keys nobody needs", thrown);
      case "CKR_TOKEN_WRITE_PROTECTED" ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE,
              what + "is write-protected",
              "make the key with the token's own tool",
              thrown);
      case "CKR_KEY_HANDLE_INVALID", "CKR_OBJECT_HANDLE_INVALID" ->
          new BrigandineException(
              ErrorCode.NO_KEY_FITS,
              what + "no longer holds the key",
              "make a new one with 'brigandine device init', and ask for a new licence",
              thrown);
      default ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE,
              what + "did not " + action + (name.isEmpty() ? "" : ": " + name),
              "a TPM's keys work on the machine they were made on alone; otherwise the token's own"
                  + " log tells more",
              thrown);
    };
  }
}
