package dev.brigandine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refusal must look like: ours, with the code, one lower-case sentence. */
final class Refusals {
  private Refusals() {}

  static BrigandineException refused(ErrorCode code, ThrowingCallable call) {
    BrigandineException e = catchThrowableOfType(BrigandineException.class, call);
    assertThat(e).as("a refusal with " + code).isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    return e;
  }
}
