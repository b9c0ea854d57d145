package dev.brigandine.armor.rules;

import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.KeyTensorSource;
import dev.brigandine.armor.symmetry.SecretRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Key tensors from a seed, such as a runtime would derive. */
public final class TestKeys implements KeyTensorSource {
  private final byte[] seed = new byte[32];

  public TestKeys(int seed) {
    this.seed[0] = (byte) seed;
    this.seed[1] = (byte) (seed >> 8);
  }

  @Override
  public ByteBuffer derive(int index, KeyTensor tensor) {
    SecretRandom random = new SecretRandom(seed, "key " + index);
    int size = (int) tensor.size();
    int bytes =
        switch (tensor.kind()) {
          case PERMUTE -> 8 * size;
          case SCALE -> 4 * size;
          default -> 4 * (int) tensor.count() * size * size;
        };
    ByteBuffer key = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.kind()) {
      case PERMUTE -> {
        for (int i : random.permutation(size)) {
          key.putLong(i);
        }
      }
      case SCALE -> {
        for (int i = 0; i < size; i++) {
          key.putFloat((float) ((random.below(2) == 0 ? 1 : -1) * (0.5 + random.unit())));
        }
      }
      default -> {
        for (int i = 0; i < tensor.count(); i++) {
          mix(size, random, key);
        }
      }
    }
    return key.flip();
  }

  /** A product of reflections. */
  private static void mix(int n, SecretRandom random, ByteBuffer into) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 0.8 + 0.4 * random.unit();
    }
    for (int turn = 0; turn < 3; turn++) {
      double[] v = new double[n];
      double norm = 0;
      for (int i = 0; i < n; i++) {
        v[i] = random.unit() - 0.5;
        norm += v[i] * v[i];
      }
      for (int column = 0; column < n; column++) {
        double along = 0;
        for (int i = 0; i < n; i++) {
          along += v[i] * a[i][column];
        }
        for (int i = 0; i < n; i++) {
          a[i][column] -= 2 * along / norm * v[i];
        }
      }
    }
    for (double[] row : a) {
      for (double value : row) {
        into.putFloat((float) value);
      }
    }
  }
}
