package dev.brigandine.audit.training.torch;

import ai.djl.engine.Engine;
import java.util.Optional;

/** Whether PyTorch can be used here. */
public final class PyTorch {
  /** What a jar with PyTorch for some machine holds; without it DJL would fetch one. */
  private static final String NATIVE = "native/lib/pytorch.properties";

  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

  private PyTorch() {}

  /** Why not, in a clause; empty if it can. Starts nothing and fetches nothing. */
  public static Optional<String> missing() {
    boolean there =
        PyTorch.class.getClassLoader().getResource(NATIVE) != null
            || System.getenv(LIBRARY_PATH) != null
            || System.getProperty(LIBRARY_PATH) != null;
    return there && Engine.hasEngine("PyTorch")
        ? Optional.empty()
        : Optional.of("PyTorch is not on the class path");
  }
}
