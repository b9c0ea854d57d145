package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * What a caller is told of a failure: gRPC's status, the sentence, and our code in the trailer
 * {@code brigandine-code}, since several codes share a status.
 */
final class Statuses {
  static final Metadata.Key<String> CODE =
      Metadata.Key.of("brigandine-code", Metadata.ASCII_STRING_MARSHALLER);

  private static final String FAILED = "the vault failed";

  /** Trailers are headers, of which clients take 8 KiB; three bytes of three digits a character. */
  private static final int MOST_CHARACTERS = 500;

  private final Status status;
  private final Metadata trailers = new Metadata();

  private Statuses(Status.Code code, ErrorCode ours, String sentence) {
    status = code.toStatus().withDescription(shortened(sentence));
    trailers.put(CODE, ours.id());
  }

  /** A failure of no known kind tells nothing of itself. */
  static Statuses of(Throwable failure) {
    if (failure instanceof BrigandineException known) {
      String sentence =
          known.code() == ErrorCode.INTERNAL || known.code() == ErrorCode.IO
              ? FAILED
              : known.getMessage() + known.hint().map(hint -> "; " + hint).orElse("");
      return new Statuses(code(known.code()), known.code(), sentence);
    }
    return new Statuses(Status.Code.INTERNAL, ErrorCode.INTERNAL, FAILED);
  }

  static Statuses of(ErrorCode code, String sentence) {
    return new Statuses(code(code), code, sentence);
  }

  void close(ServerCall<?, ?> call) {
    call.close(status, trailers);
  }

  StatusRuntimeException exception() {
    return status.asRuntimeException(trailers);
  }

  /**
   * {@code UNAVAILABLE} is what clients' retry policies are set to, so it goes to what may pass by
   * itself and to nothing else.
   */
  static Status.Code code(ErrorCode code) {
    return switch (code) {
      case BAD_INPUT, USAGE -> Status.Code.INVALID_ARGUMENT;
      case MODEL_UNKNOWN -> Status.Code.NOT_FOUND;
      case CALLER_REFUSED -> Status.Code.UNAUTHENTICATED;
      case TOO_LARGE, RATE_LIMITED -> Status.Code.RESOURCE_EXHAUSTED;
      case OVERLOADED, VAULT_UNREACHABLE, NO_FREE_LEASE, LEASE_LOST, SERVER_UNREACHABLE ->
          Status.Code.UNAVAILABLE;
      case TIMED_OUT -> Status.Code.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.Code.CANCELLED;
      case BAD_SIGNATURE,
          NO_KEY_FITS,
          TOKEN_UNAVAILABLE,
          ISOLATION_REQUIRED,
          ROLLBACK,
          LICENSE_EXPIRED,
          WRONG_MACHINE,
          CLOCK_TURNED_BACK,
          REVOKED ->
          Status.Code.PERMISSION_DENIED;
      default -> Status.Code.INTERNAL;
    };
  }

  private static String shortened(String sentence) {
    return sentence.length() <= MOST_CHARACTERS
        ? sentence
        : sentence.substring(0, MOST_CHARACTERS) + "…";
  }
}
