package dev.brigandine.audit.training.query;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.Optional;

/** Whether surrogates can be trained here. */
final class Torch {
  private Torch() {}

  /** Why not. */
  static Optional<String> missing() {
    try {
      return Engine.hasEngine("PyTorch")
          ? Optional.empty()
          : Optional.of("PyTorch is not on the class path");
    } catch (EngineException | LinkageError e) {
      return Optional.of("PyTorch does not start on this machine");
    }
  }
}
