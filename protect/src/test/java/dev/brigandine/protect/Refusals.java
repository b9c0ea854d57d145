package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refusal must look like: ours, with the code, one sentence, and no name from inside. */
final class Refusals {
  /** Names from inside the model that the tests of refusals use, such as chance does not make. */
  private static final String[] INSIDE = {"product", "hidden"};

  private Refusals() {}

  static BrigandineException refused(ErrorCode code, ThrowingCallable call) {
    BrigandineException e = catchThrowableOfType(BrigandineException.class, call);
    assertThat(e).as("a refusal with " + code).isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertThat(t + " " + e.hint().orElse("")).doesNotContain(INSIDE);
    }
    return e;
  }
}
