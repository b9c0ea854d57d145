package dev.brigandine.licenseserver.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors that Jetty comes to by itself, malformed HTTP among them: problems, too. */
final class ProblemPages extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger("brigandine.http");

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
    int status = cause instanceof HttpException known ? known.getCode() : response.getStatus();
    String id = SafeHeaders.requestId(request);
    Problem problem = Problem.of(status < 400 ? 500 : status);
    if (problem.status() == 500) {
      LOG.error("request {} failed", id, cause);
    }
    SafeHeaders.put(response.getHeaders(), id);
    response.setStatus(problem.status());
    response.getHeaders().put("Content-Type", Problem.TYPE);
    if (problem.retryAfter() >= 0) {
      response.getHeaders().put("Retry-After", problem.retryAfter());
    }
    byte[] body = problem.json(id);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
