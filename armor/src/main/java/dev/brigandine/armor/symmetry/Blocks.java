package dev.brigandine.armor.symmetry;

/**
 * Mixes groups of channels by small matrices. Channels are numbered as the elements of an array of
 * {@code outer × size × inner}; the middle axis is mixed.
 *
 * @param matrices of {@code size × size}, row by row: one for all, or one for each of {@code outer}
 */
public record Blocks(int outer, int size, int inner, double[][] matrices) implements ChannelMap {
  @Override
  public void apply(double[] x, int width) {
    int run = inner * width;
    double[] mixed = new double[size * run];
    for (int o = 0; o < outer; o++) {
      double[] matrix = matrices[matrices.length == 1 ? 0 : o];
      int start = o * size * run;
      java.util.Arrays.fill(mixed, 0);
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < size; k++) {
          double factor = matrix[i * size + k];
          int from = start + k * run;
          int to = i * run;
          for (int j = 0; j < run; j++) {
            mixed[to + j] += factor * x[from + j];
          }
        }
      }
      System.arraycopy(mixed, 0, x, start, size * run);
    }
  }

  @Override
  public ChannelMap inverse() {
    double[][] inverses = new double[matrices.length][];
    for (int i = 0; i < inverses.length; i++) {
      inverses[i] = Matrices.inverse(matrices[i], size);
    }
    return new Blocks(outer, size, inner, inverses);
  }

  @Override
  public ChannelMap dual() {
    double[][] duals = new double[matrices.length][];
    for (int i = 0; i < duals.length; i++) {
      duals[i] = Matrices.transposed(Matrices.inverse(matrices[i], size), size);
    }
    return new Blocks(outer, size, inner, duals);
  }
}
