package dev.brigandine.armor.random;

import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.KeyTensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Key tensors from a number. Not those of the runtime, but of the same kinds: factors of 1/2 to 2
 * with signs, permutations, matrices mixed well.
 */
public final class TestKeys implements KeyTensorSource {
  private final long seed;

  /** Those of one number. */
  public TestKeys(long seed) {
    this.seed = seed;
  }

  @Override
  public ByteBuffer derive(int index, KeyTensor tensor) {
    SplittableRandom random = new SplittableRandom(31 * seed + index);
    int count = (int) tensor.count();
    int size = (int) tensor.size();
    ByteBuffer data =
        switch (tensor.kind()) {
          case SCALE -> scale(random, count * size);
          case PERMUTE -> permutation(random, size);
          case MIX -> matrices(random, count, size);
        };
    return data.flip();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer scale(SplittableRandom random, int count) {
    ByteBuffer data = buffer(4 * count);
    for (int i = 0; i < count; i++) {
      double factor = Math.pow(2, 2 * random.nextDouble() - 1);
      data.putFloat((float) (random.nextBoolean() ? factor : -factor));
    }
    return data;
  }

  private static ByteBuffer permutation(SplittableRandom random, int size) {
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    ByteBuffer data = buffer(8 * size);
    for (long i : order) {
      data.putLong(i);
    }
    return data;
  }

  /** As many reflections as leave nothing of the identity, columns scaled. */
  private static ByteBuffer matrices(SplittableRandom random, int count, int size) {
    ByteBuffer data = buffer(4 * count * size * size);
    for (int m = 0; m < count; m++) {
      double[][] matrix = new double[size][size];
      for (int i = 0; i < size; i++) {
        double magnitude = 0.7 + 0.7 * random.nextDouble();
        matrix[i][i] = random.nextBoolean() ? magnitude : -magnitude;
      }
      for (int times = 0; times < 2 * size; times++) {
        reflect(random, matrix);
      }
      for (double[] row : matrix) {
        for (double element : row) {
          data.putFloat((float) element);
        }
      }
    }
    return data;
  }

  private static void reflect(SplittableRandom random, double[][] matrix) {
    int size = matrix.length;
    double[] along = new double[size];
    double square = 0;
    for (int i = 0; i < size; i++) {
      along[i] = 2 * random.nextDouble() - 1;
      square += along[i] * along[i];
    }
    for (int column = 0; column < size; column++) {
      double product = 0;
      for (int row = 0; row < size; row++) {
        product += along[row] * matrix[row][column];
      }
      for (int row = 0; row < size; row++) {
        matrix[row][column] -= 2 * product / square * along[row];
      }
    }
  }
}
