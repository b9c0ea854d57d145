package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;

/** Answers and refusals by Javalin's means. */
final class Replies {
  static final String JSON = "application/json";

  private Replies() {}

  /** A small answer, all of it in {@code out}, which is released. */
  static void json(Context context, int status, JsonOut out) throws IOException {
    try {
      context.status(status).contentType(JSON);
      context.res().setContentLength(out.size());
      out.writeTo(context.res().getOutputStream());
    } finally {
      out.release();
    }
  }

  static void failure(Context context, Failure failure) {
    if (context.res().isCommitted()) {
      // Half an answer is out; all that is left is to break it off.
      Body.of(context.req().getAttribute(Body.ATTRIBUTE)).cutAfter(Duration.ZERO);
      return;
    }
    context.res().resetBuffer();
    context.status(failure.status()).contentType(JSON);
    context.header(Failure.HEADER, failure.code().id());
    if (failure.retryAfter() >= 0) {
      context.header("Retry-After", Integer.toString(failure.retryAfter()));
    }
    if (failure.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    context.result(failure.json(context.path()));
  }

  static void failure(Context context, BrigandineException e) {
    failure(context, Failure.of(e));
  }
}
