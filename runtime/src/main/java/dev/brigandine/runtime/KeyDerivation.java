package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.KeySpec;
import dev.brigandine.bundle.KeyTensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.List;

/** Derives a model's key tensors while its sessions are made. */
final class KeyDerivation extends Background<ByteBuffer[]> {
  private final List<KeySpec> specs;
  private final ActivationKey activation;
  private final KeyTensorsMode mode;
  private final ByteBuffer[] tensors;

  private final Background<?> before;

  /**
   * @param before waited for first: two processors are taken while ONNX Runtime's library loads and
   *     sections are decrypted, and one is soon free afterwards
   * @param activation must not be closed before this is done
   */
  KeyDerivation(
      Background<?> before, List<KeySpec> specs, ActivationKey activation, KeyTensorsMode mode) {
    super("brigandine-keys");
    this.before = before;
    this.specs = specs;
    this.activation = activation;
    this.mode = mode;
    this.tensors = new ByteBuffer[specs.size()];
  }

  @Override
  ByteBuffer[] make() {
    before.await();
    if (mode == KeyTensorsMode.OWN) {
      derive(activation);
    } else if (mode == KeyTensorsMode.WRONG) {
      try (ActivationKey other = ActivationKey.generate(new SecureRandom())) {
        derive(other);
      }
    } else {
      for (int i = 0; i < tensors.length; i++) {
        tensors[i] = ByteBuffer.allocateDirect((int) specs.get(i).byteLength());
        tensors[i].order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    return tensors;
  }

  private void derive(ActivationKey key) {
    try (KeyTensors keys = KeyTensors.derive(key)) {
      for (int i = 0; i < tensors.length; i++) {
        tensors[i] = keys.tensor(i, specs.get(i));
      }
    }
  }

  /** Waits for the end, then overwrites what was derived. */
  void wipe() {
    await();
    for (ByteBuffer tensor : tensors) {
      if (tensor != null) {
        Buffers.wipe(tensor);
      }
    }
  }
}
