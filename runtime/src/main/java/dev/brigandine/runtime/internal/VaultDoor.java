package dev.brigandine.runtime.internal;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import dev.brigandine.license.License;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.RunOptions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the SDK does for a vault and for nobody else. Not API: it may change with any version.
 *
 * <p>This is a door, not a wall: whoever writes code into a process can open it. What a licence
 * that asks for a vault relies on is that the vault's user runs the vault's program ({@code
 * docs/threat-model.md}).
 */
public abstract class VaultDoor {
  private static VaultDoor door;

  /** Asked before a licence that wants a vault opens. */
  public interface Gate {
    /**
     * @throws dev.brigandine.bundle.BrigandineException if this process is not as closed as that
     */
    void admit(License license);
  }

  protected VaultDoor() {}

  /** The one there is. */
  public static VaultDoor get() {
    try {
      // It hangs itself in here. By name, so that opening a model anywhere else does not load it.
      Class.forName("dev.brigandine.runtime.OwnVaultDoor");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the SDK is not whole", e);
    }
    return door;
  }

  /** Called once, by the SDK. */
  public static void set(VaultDoor only) {
    if (door != null) {
      throw new IllegalStateException("the vault's door is set already");
    }
    door = only;
  }

  /** These options for a process that is a vault. */
  public abstract OpenOptions insideVault(OpenOptions options, Gate gate);

  /**
   * Counts one run, as {@link ProtectedModel#run} does, without running.
   *
   * @throws dev.brigandine.bundle.BrigandineException as {@link ProtectedModel#run}
   */
  public abstract void count(ProtectedModel model);

  /**
   * Why the next run would be refused, as far as can be told without counting one: time and lease,
   * not runs and rate.
   */
  public abstract Optional<dev.brigandine.bundle.BrigandineException> trouble(ProtectedModel model);

  /** Runs without counting: for several counted runs in one, or one that nobody asked for. */
  public abstract ProtectedModel.Result runCounted(
      ProtectedModel model,
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      Map<String, ? extends OnnxValue> pinnedOutputs,
      RunOptions options);
}
