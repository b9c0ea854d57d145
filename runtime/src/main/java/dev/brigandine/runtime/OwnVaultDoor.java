package dev.brigandine.runtime;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.internal.VaultDoor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The vault's way to what is package-private here. */
final class OwnVaultDoor extends VaultDoor {
  static {
    VaultDoor.set(new OwnVaultDoor());
  }

  @Override
  public OpenOptions insideVault(OpenOptions options, Gate gate) {
    return options.insideVault(gate);
  }

  @Override
  public void count(ProtectedModel model) {
    model.meter().count();
  }

  @Override
  public Optional<BrigandineException> trouble(ProtectedModel model) {
    try {
      model.meter().check();
      return Optional.empty();
    } catch (BrigandineException e) {
      return Optional.of(e);
    }
  }

  @Override
  public ProtectedModel.Result runCounted(
      ProtectedModel model,
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      Map<String, ? extends OnnxValue> pinnedOutputs,
      RunOptions options) {
    return model.runCounted(inputs, requestedOutputs, pinnedOutputs, options);
  }
}
