package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.security.GeneralSecurityException;

/** Errors that several classes raise alike. */
public final class Failures {
  private Failures() {}

  /** A primitive that every Java has to have failed or is missing. */
  public static BrigandineException machine(String primitive, Exception cause) {
    return new BrigandineException(
        ErrorCode.INTERNAL,
        "this Java cannot do " + primitive,
        "use a Java runtime with the standard security providers (SunEC, SunJCE)",
        cause);
  }

  public static BrigandineException machine(GeneralSecurityException cause) {
    return machine("the cryptography a licence needs", cause);
  }
}
