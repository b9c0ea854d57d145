package dev.brigandine.runtime.internal.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;

/**
 * What went wrong.
 *
 * @param id of the run; 0 if it was none
 * @param notBegun whether the run was refused before it was counted: it may be asked for elsewhere
 * @param code an {@link ErrorCode#id()}
 * @param hint empty if there is none
 */
public record Failure(int id, boolean notBegun, String code, String message, String hint) {
  public static Failure of(int id, boolean notBegun, BrigandineException e) {
    String message = e.getMessage();
    return new Failure(
        id, notBegun, e.code().id(), message == null ? "" : message, e.hint().orElse(""));
  }

  public static Failure read(Fields in) {
    Failure failure = new Failure(in.i32(), (in.u8() & 1) != 0, in.text(), in.text(), in.text());
    in.end();
    return failure;
  }

  public FrameOut write(FrameOut out) {
    return out.begin(Wire.FAILURE).i32(id).u8(notBegun ? 1 : 0).text(code).text(message).text(hint);
  }

  /** As the vault threw it; {@link ErrorCode#INTERNAL} for a code of a later version. */
  public BrigandineException exception() {
    ErrorCode known = ErrorCode.INTERNAL;
    for (ErrorCode one : ErrorCode.values()) {
      if (one.id().equals(code)) {
        known = one;
      }
    }
    return new BrigandineException(known, message, hint.isEmpty() ? null : hint);
  }
}
