package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Answers and refusals by Javalin's means. */
final class Replies {
  static final String JSON = "application/json";

  private Replies() {}

  /** A small answer, whole before it goes out. */
  static void json(Context context, int status, Consumer<JsonGenerator> writer) throws IOException {
    JsonAnswer answer = JsonAnswer.of(writer);
    context.status(status).contentType(JSON);
    context.res().setContentLength(answer.size());
    answer.writeTo(context.res().getOutputStream());
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
