package dev.brigandine.licenseserver.http;

import com.google.gson.JsonObject;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * An error as RFC 9457 has it, with two members of our own: {@code code}, stable, for programs, and
 * {@code hint}, what to do.
 *
 * @param detail one lower-case sentence; holds no secret
 * @param hint or null
 * @param retryAfter seconds, or -1
 */
record Problem(int status, String code, String detail, String hint, long retryAfter) {
  static final String TYPE = "application/problem+json";

  Problem(int status, String code, String detail, String hint) {
    this(status, code, detail, hint, -1);
  }

  static Problem of(RefusedException e) {
    long retry = e.retryAfter().orElse(e.refusal() == Refusal.UNAVAILABLE ? 2 : -1);
    String detail = e.getMessage();
    return new Problem(status(e.refusal()), e.refusal().id(), detail, e.hint().orElse(null), retry);
  }

  /** Of a value or token in the request that a lower room refused. */
  static Problem of(BrigandineException e) {
    int status =
        switch (e.code()) {
          case USAGE, TAMPERED, BAD_INPUT -> 400;
          case BAD_SIGNATURE, NO_KEY_FITS, LICENSE_EXPIRED, WRONG_MACHINE -> 403;
          default -> 500;
        };
    String code =
        switch (status) {
          case 400 -> "bad-request";
          case 403 -> "forbidden";
          default -> "internal";
        };
    return new Problem(status, code, e.getMessage(), e.hint().orElse(null));
  }

  /** Of a status that the web server itself came to. */
  static Problem of(int status) {
    return switch (status) {
      case 401 -> new Problem(401, "bad-proof", "who asks is not known", null);
      case 403 -> new Problem(403, "forbidden", "this is not allowed", null);
      case 404 -> new Problem(404, "unknown", "there is nothing at this path", "see /openapi.json");
      case 405 ->
          new Problem(405, "bad-request", "this path does not take that method", "see Allow");
      case 406 ->
          new Problem(406, "unsupported", "the answer is of no type in Accept", "accept any");
      case 408 ->
          new Problem(408, "bad-request", "the request did not arrive in time", "send it again");
      case 413 ->
          new Problem(413, "too-large", "the body is larger than 32 KiB", "send a smaller one");
      case 414, 431 ->
          new Problem(status, "too-large", "the path or the headers are too long", null);
      case 415 -> new Problem(415, "unsupported", "the body is of another type", null);
      case 505 -> new Problem(505, "unsupported", "the version of HTTP is another", "use 1.1");
      case 429 -> new Problem(429, "rate-limited", "too many requests", "wait", 1);
      case 503 ->
          new Problem(503, "unavailable", "the server cannot answer now", "try again later", 2);
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "bad-request", "the request is not well-formed HTTP", null)
              : internal();
    };
  }

  static Problem internal() {
    return new Problem(
        500,
        "internal",
        "the server failed",
        "tell the operator the request id; the log has more under it");
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", detail, null);
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case BAD_REQUEST -> 400;
      case BAD_PROOF -> 401;
      case FORBIDDEN, REVOKED, LICENSE_EXPIRED, WRONG_ROLE -> 403;
      case UNKNOWN -> 404;
      case NO_FREE_LEASE, LEASE_LOST, REPLAYED, CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case UNAVAILABLE -> 503;
    };
  }

  private String title() {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Not authenticated";
      case 403 -> "Refused";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 406 -> "Not acceptable";
      case 408 -> "Too slow";
      case 409 -> "Conflict";
      case 413, 414, 431 -> "Too large";
      case 415 -> "Unsupported type";
      case 429 -> "Too many requests";
      case 503 -> "Unavailable";
      default -> status < 500 ? "Bad request" : "Internal error";
    };
  }

  byte[] json(String requestId) {
    JsonObject json = new JsonObject();
    json.addProperty("type", "urn:brigandine:problem:" + code);
    json.addProperty("title", title());
    json.addProperty("status", status);
    json.addProperty("detail", detail);
    json.addProperty("code", code);
    if (hint != null) {
      json.addProperty("hint", hint);
    }
    json.addProperty("request", requestId);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
