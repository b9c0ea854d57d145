package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * What a caller is told when he gets no answer, in the form of the protocol that he speaks: {@code
 * {"error": text}} of the Open Inference Protocol, or OpenAI's object under {@code /v1}.
 *
 * @param retryAfter seconds, or -1
 * @param param OpenAI's: the member that is at fault
 */
record Failure(int status, ErrorCode code, String text, int retryAfter, Optional<String> param) {
  /** The header with the stable code. */
  static final String HEADER = "Brigandine-Code";

  private static final int SOON = 1;

  static Failure of(BrigandineException e) {
    int status = status(e.code());
    Optional<String> param =
        e instanceof dev.brigandine.vault.embed.BadParameterException bad
            ? Optional.of(bad.parameter())
            : Optional.empty();
    String text =
        e.code() == ErrorCode.INTERNAL || e.code() == ErrorCode.IO
            ? "the vault failed"
            : e.getMessage() + e.hint().map(hint -> "; " + hint).orElse("");
    return new Failure(status, e.code(), text, status == 503 || status == 429 ? SOON : -1, param);
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_INPUT, USAGE -> 400;
      case CALLER_REFUSED -> 401;
      case MODEL_UNKNOWN -> 404;
      case TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case OVERLOADED,
          CANCELLED,
          VAULT_UNREACHABLE,
          NO_FREE_LEASE,
          LEASE_LOST,
          SERVER_UNREACHABLE ->
          503;
      case TIMED_OUT -> 504;
      case LICENSE_EXPIRED,
          WRONG_MACHINE,
          CLOCK_TURNED_BACK,
          REVOKED,
          NO_KEY_FITS,
          TOKEN_UNAVAILABLE,
          ISOLATION_REQUIRED,
          BAD_SIGNATURE,
          ROLLBACK ->
          403;
      default -> 500;
    };
  }

  /** For what never came to a model: Jetty's own refusals, unknown paths. */
  static Failure of(int status) {
    return switch (status) {
      case 401 ->
          of(
              new BrigandineException(
                  ErrorCode.CALLER_REFUSED,
                  "an API key is needed",
                  "send it as 'Authorization: Bearer KEY'"));
      case 403 -> plain(status, ErrorCode.CALLER_REFUSED, "this caller is not let in");
      case 404 -> plain(status, ErrorCode.USAGE, "there is nothing at this path");
      case 405 -> plain(status, ErrorCode.USAGE, "this path has no such method");
      case 408 -> plain(status, ErrorCode.TIMED_OUT, "the request took too long to arrive");
      case 501, 505 ->
          plain(status, ErrorCode.BAD_INPUT, "the request is no HTTP that is taken here");
      case 413 -> plain(status, ErrorCode.TOO_LARGE, "the body is larger than is taken here");
      case 414, 431 ->
          plain(status, ErrorCode.TOO_LARGE, "the request's headers are larger than is taken here");
      case 503 ->
          new Failure(
              status,
              ErrorCode.OVERLOADED,
              "the vault takes no more requests now",
              SOON,
              Optional.empty());
      default ->
          status >= 400 && status < 500
              ? plain(status, ErrorCode.BAD_INPUT, "the request is no HTTP that is taken here")
              : plain(500, ErrorCode.INTERNAL, "the vault failed");
    };
  }

  static Failure stopping() {
    return new Failure(503, ErrorCode.OVERLOADED, "the vault is stopping", SOON, Optional.empty());
  }

  private static Failure plain(int status, ErrorCode code, String text) {
    return new Failure(status, code, text, -1, Optional.empty());
  }

  /** By the path that was asked for. */
  byte[] json(String path) {
    boolean openAi = path.equals("/v1") || path.startsWith("/v1/");
    return JsonAnswer.of(
            json -> {
              json.writeStartObject();
              if (openAi) {
                openAi(json);
              } else {
                json.writeStringProperty("error", text);
              }
              json.writeEndObject();
            })
        .toByteArray();
  }

  private void openAi(JsonGenerator json) {
    json.writeObjectPropertyStart("error");
    json.writeStringProperty("message", text);
    json.writeStringProperty("type", type());
    json.writeStringProperty("param", param.orElse(null));
    json.writeStringProperty("code", openAiCode());
    json.writeEndObject();
  }

  private String type() {
    if (status == 429) {
      return "rate_limit_error";
    }
    if (status == 403) {
      return "permission_error";
    }
    return status < 500 ? "invalid_request_error" : "server_error";
  }

  private String openAiCode() {
    return switch (code) {
      case CALLER_REFUSED -> "invalid_api_key";
      case MODEL_UNKNOWN -> "model_not_found";
      case RATE_LIMITED -> "rate_limit_exceeded";
      default -> code.id().replace('-', '_');
    };
  }
}
