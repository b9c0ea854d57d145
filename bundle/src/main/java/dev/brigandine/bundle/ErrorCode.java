package dev.brigandine.bundle;

import java.util.Locale;

/**
 * What went wrong, as a stable code that users can search for and programs can switch on. The
 * string ({@link #id()}) and the exit status never change once released; codes may be added.
 */
public enum ErrorCode {
  /** A defect of ours, or a failure of the machine (disk full, read error). */
  INTERNAL(1),
  /** The machine failed to read or write: disk full, I/O error. */
  IO(1),
  /** ONNX Runtime refused the model or the run. */
  ENGINE(1),
  /** The call or command line is off. */
  USAGE(2),
  /** A file named by the caller is missing or cannot be read. */
  FILE_UNREADABLE(2),
  /** The file is no ONNX model, or one that cannot be protected. */
  MODEL_UNREADABLE(2),
  /** An input of wrong name, type or shape. */
  BAD_INPUT(2),
  /** An option that would write the decrypted model somewhere. */
  OPTION_LEAKS(2),
  /** The execution provider is not in this build of ONNX Runtime, or does not start here. */
  PROVIDER_UNAVAILABLE(2),
  /** A signature does not verify, or is by a signer that is not trusted. */
  BAD_SIGNATURE(10),
  /** No licence or key fits: wrong passphrase, a licence for another bundle. */
  NO_KEY_FITS(11),
  /** A key's token (TPM, HSM, smart card) is missing, cannot be reached, or refuses to work. */
  TOKEN_UNAVAILABLE(11),
  /** The licence asks for a vault, and this is none. */
  ISOLATION_REQUIRED(11),
  /** Tampered with or truncated, or not a file of ours. */
  TAMPERED(12),
  /** The bundle needs a newer runtime. */
  RUNTIME_TOO_OLD(13),
  /** An older model version than one already seen. */
  ROLLBACK(13),
  /** The licence has expired, is not valid yet, or its runs are used up. */
  LICENSE_EXPIRED(20),
  /** More runs in a time than the licence grants; the next one is granted soon. */
  RATE_LIMITED(20),
  /** The licence is for another device. */
  WRONG_MACHINE(21),
  /** The clock runs behind a time that was seen before. */
  CLOCK_TURNED_BACK(22),
  /** The licence is floating, and no seat is free. */
  NO_FREE_LEASE(23),
  /** The seat was given to another client, or its time ran out. */
  LEASE_LOST(23),
  /** The licence server does not answer, and the grace is over. */
  SERVER_UNREACHABLE(23),
  /** The licence, the entitlement it came from or its device was revoked. */
  REVOKED(24),
  /** A vault does not serve that model, or not that version of it. */
  MODEL_UNKNOWN(2),
  /** A vault lets this user, or this key, not in. */
  CALLER_REFUSED(2),
  /** A request to a vault is larger than it takes. */
  TOO_LARGE(2),
  /** A vault has as many requests waiting as it keeps; try again soon. */
  OVERLOADED(1),
  /** A run took longer than it may. */
  TIMED_OUT(1),
  /** A run was cancelled by its caller, or its caller went away. */
  CANCELLED(1),
  /** There is no vault where one was looked for, or it went away. */
  VAULT_UNREACHABLE(1),
  /** A threshold was not met (verify, bench, audit). */
  THRESHOLD(30);

  private final int exitStatus;

  ErrorCode(int exitStatus) {
    this.exitStatus = exitStatus;
  }

  /** The stable string, lower case with hyphens: {@code bad-signature}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The exit status of the {@code brigandine} command for this code. */
  public int exitStatus() {
    return exitStatus;
  }
}
