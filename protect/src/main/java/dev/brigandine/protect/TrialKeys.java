package dev.brigandine.protect;

import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.KeyTensorSource;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.KeyTensors;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Key tensors of a key that nobody keeps, of the same kind as a bundle's: to try a rewrite, without
 * a vendor key. The same ones whenever they are asked for, until closed.
 */
public final class TrialKeys implements KeyTensorSource, AutoCloseable {
  private final KeyTensors keys;

  private TrialKeys(KeyTensors keys) {
    this.keys = keys;
  }

  /** New ones. */
  public static TrialKeys draw() {
    try (ActivationKey activation = ActivationKey.generate(new SecureRandom())) {
      return new TrialKeys(KeyTensors.derive(activation));
    }
  }

  @Override
  public ByteBuffer derive(int index, KeyTensor tensor) {
    return keys.tensor(index, Armoring.spec(tensor));
  }

  @Override
  public void close() {
    keys.close();
  }
}
