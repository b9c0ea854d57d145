package dev.brigandine.licenseserver.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The first handler: headers for every answer, and no to what the routes would misread. */
final class Gate extends Handler.Wrapper {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SafeHeaders.put(response.getHeaders(), SafeHeaders.requestId(request));
    // Javalin routes by the first, whatever the method was, and answers the second by itself.
    if (request.getHeaders().contains("X-HTTP-Method-Override")
        || request.getHeaders().contains("Sec-WebSocket-Version")) {
      Response.writeError(request, response, callback, 400);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
