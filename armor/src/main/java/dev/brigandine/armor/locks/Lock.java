package dev.brigandine.armor.locks;

import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.symmetry.Blocks;
import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import dev.brigandine.armor.symmetry.Matrices;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock at its place, with the key tensors that it takes.
 *
 * @param gate the value that comes out of its gate in the planned graph
 */
record Lock(Site site, String gate, List<KeyTensor> keys) {
  /** The lock with the given number; its key tensors are inputs of names that are not yet taken. */
  static Lock of(Site site, String gate, java.util.function.Supplier<String> names) {
    long n = site.size();
    List<KeyTensor> keys = new ArrayList<>();
    switch (site.form()) {
      case KRONECKER -> {
        long outer = Factors.outer(n);
        keys.add(matrix(names.get(), n / outer));
        keys.add(matrix(names.get(), outer));
      }
      case DENSE -> keys.add(matrix(names.get(), n));
      case GROUPS -> {
        long block = Factors.block(n, Site.GROUP);
        List<Long> shape = new ArrayList<>(List.of(n, block, 1L));
        if (site.rank() == 4) {
          shape.add(1L);
        }
        keys.add(new KeyTensor(names.get(), KeyTensor.Kind.MIX, n / block, block, shape));
      }
      case PERMUTE, INDEX ->
          keys.add(new KeyTensor(names.get(), KeyTensor.Kind.PERMUTE, 1, n, List.of(n)));
    }
    return new Lock(site, gate, List.copyOf(keys));
  }

  private static KeyTensor matrix(String name, long size) {
    return new KeyTensor(name, KeyTensor.Kind.MIX, 1, size, List.of(size, size));
  }

  /** What the gate does to channels, given its key tensors' elements. */
  ChannelMap map(List<ByteBuffer> elements) {
    int n = (int) site.size();
    switch (site.form()) {
      case KRONECKER -> {
        int inner = (int) keys.get(0).size();
        int outer = (int) keys.get(1).size();
        // The graph multiplies rows by the inner matrix from the right, hence its transpose.
        double[] right = Matrices.transposed(doubles(elements.get(0)), inner);
        double[] left = doubles(elements.get(1));
        return Chain.of(
            new Blocks(outer, inner, 1, new double[][] {right}),
            new Blocks(1, outer, inner, new double[][] {left}));
      }
      case DENSE -> {
        double[] right = Matrices.transposed(doubles(elements.get(0)), n);
        return new Blocks(1, n, 1, new double[][] {right});
      }
      case GROUPS -> {
        int block = (int) keys.get(0).size();
        double[] all = doubles(elements.get(0));
        double[][] matrices = new double[n / block][];
        for (int i = 0; i < matrices.length; i++) {
          matrices[i] =
              java.util.Arrays.copyOfRange(all, i * block * block, (i + 1) * block * block);
        }
        return new Blocks(n / block, block, 1, matrices);
      }
      default -> throw new IllegalStateException("a lock that reorders does not mix");
    }
  }

  /** The order that undoes the key's, given its elements. */
  int[] order(ByteBuffer elements) {
    ByteBuffer key = elements.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int[] inverse = new int[(int) site.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[(int) key.getLong()] = i;
    }
    return inverse;
  }

  private static double[] doubles(ByteBuffer elements) {
    ByteBuffer key = elements.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    double[] doubles = new double[key.remaining() / 4];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = key.getFloat();
    }
    return doubles;
  }
}
