package dev.brigandine.vault.http;

import dev.brigandine.vault.net.ApiKeys;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The first handler: who may come in, before any of a body is read. Where neither keys nor
 * certificates are asked for, it is open to this machine's programs, but not to web pages that a
 * browser on it shows: a page of another origin is refused, and so is one that has its own name
 * point at this machine (DNS rebinding).
 */
final class Gate extends Handler.Wrapper {
  /** Say no more than one bit, and probes have no keys. */
  private static final Set<String> OPEN =
      Set.of("/v2/health/live", "/v2/health/ready", "/openapi.json");

  private final Optional<ApiKeys> keys;
  private final boolean certificates;
  private volatile boolean stopping;

  Gate(Optional<ApiKeys> keys, boolean certificates) {
    this.keys = keys;
    this.certificates = certificates;
  }

  /** From now on nobody is let in. */
  void shut() {
    stopping = true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    Failure refusal = refusal(request);
    if (refusal != null) {
      if (stopping) {
        headers.put(HttpHeader.CONNECTION, "close");
      }
      ErrorPages.send(refusal, request, response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }

  private Failure refusal(Request request) {
    if (stopping) {
      return Failure.stopping();
    }
    HttpFields headers = request.getHeaders();
    // Javalin routes by the first, whatever the method was, and answers the second by itself.
    if (headers.contains("X-HTTP-Method-Override") || headers.contains("Sec-WebSocket-Version")) {
      return Failure.of(400);
    }
    if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
      return Failure.of(415);
    }
    if (OPEN.contains(Request.getPathInContext(request))) {
      return null;
    }
    if (keys.isPresent()) {
      String shown = headers.get(HttpHeader.AUTHORIZATION);
      return keys.get().holderByHeader(shown).isPresent() ? null : Failure.of(401);
    }
    if (!certificates && !(isHere(Request.getServerName(request)) && fromHere(headers))) {
      return Failure.of(403);
    }
    return null;
  }

  private static boolean fromHere(HttpFields headers) {
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin == null) {
      return true;
    }
    int scheme = origin.indexOf("://");
    String host = scheme < 0 ? "" : origin.substring(scheme + 3);
    int port = host.lastIndexOf(':');
    boolean hasPort = port >= 0 && host.indexOf(']', port) < 0;
    return isHere(hasPort ? host.substring(0, port) : host);
  }

  /** By name or number, without asking a name server. */
  private static boolean isHere(String host) {
    String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.matches("127(\\.[0-9]{1,3}){3}")
        || name.equals("::1")
        || name.equals("[::1]");
  }
}
