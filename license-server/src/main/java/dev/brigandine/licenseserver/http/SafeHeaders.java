package dev.brigandine.licenseserver.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** Headers of every answer. */
final class SafeHeaders {
  static final String REQUEST_ID = "Brig-Request";

  private static final String ATTRIBUTE = "dev.brigandine.request";
  private static final SecureRandom RANDOM = new SecureRandom();

  private SafeHeaders() {}

  static void put(HttpFields.Mutable headers, String requestId) {
    headers.put(REQUEST_ID, requestId);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  /** Of this request, 16 hex digits; never what a client sent, which could be anything. */
  static String requestId(Request request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String id) {
      return id;
    }
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  static String requestId(jakarta.servlet.http.HttpServletRequest request) {
    Object id = request.getAttribute(ATTRIBUTE);
    return id == null ? "-" : id.toString();
  }
}
