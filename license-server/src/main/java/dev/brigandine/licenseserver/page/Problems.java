package dev.brigandine.licenseserver.page;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;

/** Pages that say what went wrong. */
final class Problems {
  private Problems() {}

  static Reply of(Visit visit, RefusedException e) {
    String message = View.sentence(e.getMessage(), e.hint().orElse(null));
    return switch (e.refusal()) {
      case UNKNOWN -> page(visit, 404, "Not found", message);
      case WRONG_ROLE -> page(visit, 403, "Your role may not do this", message);
      case UNAVAILABLE -> page(visit, 503, "The server cannot answer now", message);
      case CONFLICT, NO_FREE_LEASE -> page(visit, 409, "That cannot be done", message);
      default -> page(visit, e.refusal() == Refusal.BAD_REQUEST ? 400 : 403, "Refused", message);
    };
  }

  static Reply of(Visit visit, BrigandineException e, String request) {
    return e.code() == ErrorCode.INTERNAL
        ? failed(visit, request)
        : page(visit, 400, "Refused", View.sentence(e.getMessage(), e.hint().orElse(null)));
  }

  static Reply failed(Visit visit, String request) {
    return page(
        visit,
        500,
        "The server failed",
        "Tell the operator the request's id, " + request + ": the server's log has more under it.");
  }

  static Reply notOurs(Visit visit) {
    return page(
        visit,
        403,
        "This form is not from your session",
        "Nothing was changed. Go back, load the page anew, and send the form again.");
  }

  static Reply signedOut(Visit visit) {
    return page(
        visit,
        401,
        "You are signed out",
        "Nothing was changed. Sign in, then send the form again.");
  }

  static Reply page(Visit visit, int status, String title, String message) {
    return visit.show(status, "problem", visit.frame(title, ""), "message", message);
  }
}
