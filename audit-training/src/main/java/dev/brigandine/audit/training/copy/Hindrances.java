package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.torch.PyTorch;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.audit.training.torch.UnsupportedGraphException;
import dev.brigandine.onnx.OnnxException;
import java.util.Optional;

/** What keeps these attacks from being run, or ends them at once. */
final class Hindrances {
  private Hindrances() {}

  /** Why nothing can be trained here. */
  static Optional<String> training(Target target) {
    try {
      Optional<String> missing = PyTorch.missing();
      if (missing.isPresent()) {
        return missing;
      }
      if (target.data().pool().count() < 20) {
        return Optional.of("there are fewer than 20 samples to train on");
      }
      TorchGraph.check(target.original().toGraph());
      return Optional.empty();
    } catch (UnsupportedGraphException e) {
      return Optional.of(e.getMessage());
    } catch (OnnxException e) {
      return Optional.of("the original's graph cannot be read");
    }
  }

  /** The same for attacks that are nothing without a captured copy. */
  static Optional<String> copying(Target target) {
    return target.protection() == Protection.VAULT
        ? Optional.of("what the engine is given cannot be captured in a vault")
        : training(target);
  }

  /** Empty for a model in the vault, whose process gives nothing away. */
  static Optional<Captured> captured(Target target) throws Exception {
    return target.protection() == Protection.VAULT
        ? Optional.empty()
        : Optional.of(target.captured());
  }
}
