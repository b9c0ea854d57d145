package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;

/** Turns a server's problem details (RFC 9457) into what this library throws. */
final class Problems {
  static final String AWAY_HINT =
      "check the address and the network, and that the server runs; try again";

  private static final int MAX_TEXT = 300;

  private Problems() {}

  /** Never returns. {@code answer} has a status of 400 or more, or one that is not expected. */
  static RefusedException refuse(Answer answer) throws ServerAwayException {
    String code = "";
    String detail = "";
    String hint = "";
    if (answer.type().equals("application/problem+json")) {
      try {
        JsonObject problem = Json.parseObject(answer.body(), "the server's answer");
        code = text(problem, "code");
        detail = text(problem, "detail");
        hint = text(problem, "hint");
      } catch (BrigandineException e) {
        // Not a problem as this knows it; the status alone decides.
        code = "";
      }
    }
    if (code.isEmpty() || answer.status() >= 500 || code.equals("rate-limited")) {
      String what = code.isEmpty() ? "with status " + answer.status() : "'" + code + "'";
      throw new ServerAwayException(
          "the licence server answers " + what + (detail.isEmpty() ? "" : ": " + detail),
          code.isEmpty()
              ? "check that a licence server listens there; a proxy or portal may stand between"
              : "try again later",
          answer.retryAfter(),
          null);
    }
    if (answer.retryAfter() > 0) {
      hint = (hint.isEmpty() ? "" : hint + "; ") + "ask again in " + answer.retryAfter() + " s";
    }
    return new RefusedException(
        map(code),
        code,
        "the licence server refuses (" + code + "): " + detail,
        hint.isEmpty() ? "ask the vendor" : hint,
        answer.retryAfter());
  }

  private static ErrorCode map(String code) {
    switch (code) {
      case "no-free-lease":
        return ErrorCode.NO_FREE_LEASE;
      case "lease-lost":
        return ErrorCode.LEASE_LOST;
      case "revoked":
        return ErrorCode.REVOKED;
      case "license-expired":
        return ErrorCode.LICENSE_EXPIRED;
      default:
        return ErrorCode.NO_KEY_FITS;
    }
  }

  private static String text(JsonObject problem, String name) {
    return problem.has(name) ? plain(problem.string(name)) : "";
  }

  /** Fit for a terminal and a log: somebody else wrote it. */
  static String plain(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_TEXT; i++) {
      char c = text.charAt(i);
      boolean odd =
          Character.isISOControl(c)
              || Character.isSurrogate(c)
              || Character.getType(c) == Character.FORMAT
              || Character.getType(c) == Character.LINE_SEPARATOR
              || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
      out.append(odd ? '?' : c);
    }
    return out.toString();
  }
}
