package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts a refusal with one of the codes, told in one lower-case sentence. */
public final class Refused {
  private Refused() {}

  public static BrigandineException with(ErrorCode code, ThrowingCallable call) {
    return withAny(call, code);
  }

  public static BrigandineException withAny(ThrowingCallable call, ErrorCode... codes) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(BrigandineException.class);
    BrigandineException refusal = (BrigandineException) thrown;
    assertThat(refusal.code()).as(refusal.getMessage()).isIn((Object[]) codes);
    assertThat(refusal.getMessage()).doesNotEndWith(".").doesNotContain("\n");
    return refusal;
  }
}
