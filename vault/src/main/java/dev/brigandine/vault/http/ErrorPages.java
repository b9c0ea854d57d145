package dev.brigandine.vault.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors that Jetty comes to by itself, malformed HTTP among them, in the protocols' forms. */
final class ErrorPages extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger("brigandine.http");

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
    int status = cause instanceof HttpException known ? known.getCode() : response.getStatus();
    Failure failure = Failure.of(status);
    if (cause instanceof IOException || cause instanceof QuietException) {
      LOG.debug("the caller is gone");
    } else if (failure.status() == 500) {
      LOG.error("a request failed", cause);
    }
    send(failure, request, response, callback);
    return true;
  }

  static void send(Failure failure, Request request, Response response, Callback callback) {
    response.setStatus(failure.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(Failure.HEADER, failure.code().id());
    if (failure.retryAfter() >= 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, failure.retryAfter());
    }
    if (failure.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    byte[] json = failure.json(Request.getPathInContext(request));
    response.write(true, ByteBuffer.wrap(json), callback);
  }
}
