package dev.brigandine.audit.training.query;

import ai.djl.engine.Engine;
import java.util.Optional;

/** Whether surrogates can be trained here. */
final class Torch {
  /** What a jar with PyTorch for some machine holds; without it DJL would fetch one. */
  private static final String NATIVE = "native/lib/pytorch.properties";

  private Torch() {}

  /** Why not; starts nothing. */
  static Optional<String> missing() {
    boolean there =
        Torch.class.getClassLoader().getResource(NATIVE) != null
            || System.getenv("PYTORCH_LIBRARY_PATH") != null
            || System.getProperty("PYTORCH_LIBRARY_PATH") != null;
    return there && Engine.hasEngine("PyTorch")
        ? Optional.empty()
        : Optional.of("PyTorch is not on the class path");
  }
}
