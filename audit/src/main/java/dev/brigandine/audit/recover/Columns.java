package dev.brigandine.audit.recover;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The rows of a block cut into vectors along axes of which nothing is known: a linear map of these
 * vectors, whatever it is, leaves what each weighs against the square of all of them. So {@code
 * Xᵢᵀ(ΣXXᵀ)⁻¹Xᵢ} tells rows apart that were mixed (the leverage of statistics; for {@code Xᵢ} of
 * several columns all their products).
 */
final class Columns {
  private static final int ROUNDS = 25;

  private final int channels;
  private final int each;
  private final int length;

  /** By channel, then vector, then place. */
  private final double[] vectors;

  private final double[] weights;
  private DMatrixRMaj inverse;

  private Columns(int channels, int each, int length, double[] vectors) {
    this.channels = channels;
    this.each = each;
    this.length = length;
    this.vectors = vectors;
    this.weights = new double[channels];
    java.util.Arrays.fill(weights, 1);
  }

  /**
   * Cuts rows.
   *
   * @param rows {@code channels × width}, in the order of the block's other axes
   * @param along which of the block's axes the vectors lie
   */
  static Columns of(Block block, double[] rows, int axis, boolean[] along) {
    int length = 1;
    for (int i = 0; i < along.length; i++) {
      length *= along[i] ? block.dims()[i].size() : 1;
    }
    int n = block.dims()[axis].size();
    int width = rows.length / n;
    int[] places = new int[width];
    for (int k = 0; k < width; k++) {
      int rest = k;
      int inner = 1;
      int outer = 1;
      int place = 0;
      int vector = 0;
      for (int i = along.length - 1; i >= 0; i--) {
        if (i == axis) {
          continue;
        }
        int size = block.dims()[i].size();
        int at = rest % size;
        rest /= size;
        if (along[i]) {
          place += at * inner;
          inner *= size;
        } else {
          vector += at * outer;
          outer *= size;
        }
      }
      places[k] = vector * length + place;
    }
    double[] vectors = new double[rows.length];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < width; k++) {
        vectors[i * width + places[k]] = rows[i * width + k];
      }
    }
    return new Columns(n, width / length, length, vectors);
  }

  int each() {
    return each;
  }

  int length() {
    return length;
  }

  /**
   * Weighs the rows.
   *
   * @param scaled whether rows may have been multiplied: they are weighed until each has as much
   *     leverage as any other (Tyler, A Distribution-Free M-Estimator of Multivariate Scatter,
   *     1987)
   * @return whether there is a square that can be inverted
   */
  boolean weigh(boolean scaled) {
    for (int round = 0; round < (scaled ? ROUNDS : 1); round++) {
      DMatrixRMaj square = new DMatrixRMaj(length, length);
      DMatrixRMaj weighed = DMatrixRMaj.wrap(channels * each, length, vectors.clone());
      for (int i = 0; i < vectors.length; i++) {
        weighed.data[i] *= Math.sqrt(weights[i / (each * length)]);
      }
      CommonOps_DDRM.multTransA(weighed, weighed, square);
      double damping = 1e-9 * CommonOps_DDRM.trace(square) / length;
      for (int i = 0; i < length; i++) {
        square.add(i, i, damping);
      }
      inverse = new DMatrixRMaj(length, length);
      if (damping == 0 || !CommonOps_DDRM.invert(square, inverse)) {
        return false;
      }
      for (int i = 0; scaled && i < channels; i++) {
        double leverage = 0;
        double[] products = products(i);
        for (int r = 0; r < each; r++) {
          leverage += products[r * each + r];
        }
        weights[i] = leverage > 0 ? 1 / leverage : 0;
      }
    }
    return true;
  }

  /** All products of a channel's vectors, in the metric of all; {@code each × each}. */
  double[] products(int channel) {
    DMatrixRMaj own = new DMatrixRMaj(each, length);
    System.arraycopy(vectors, channel * each * length, own.data, 0, each * length);
    DMatrixRMaj half = new DMatrixRMaj(each, length);
    CommonOps_DDRM.mult(own, inverse, half);
    DMatrixRMaj products = new DMatrixRMaj(each, each);
    CommonOps_DDRM.multTransB(half, own, products);
    if (weights[channel] != 1) {
      CommonOps_DDRM.scale(weights[channel], products);
    }
    return products.data;
  }

  /** What a channel's vectors weigh together. */
  double leverage(int channel) {
    double[] products = products(channel);
    double sum = 0;
    for (int r = 0; r < each; r++) {
      sum += products[r * each + r];
    }
    return sum;
  }

  /** What the vectors of all channels together weigh with each channel's. */
  double[] withMean() {
    DMatrixRMaj mean = new DMatrixRMaj(each, length);
    for (int i = 0; i < vectors.length; i++) {
      mean.data[i % (each * length)] += vectors[i] / channels;
    }
    DMatrixRMaj turned = new DMatrixRMaj(each, length);
    CommonOps_DDRM.mult(mean, inverse, turned);
    double[] found = new double[channels];
    for (int i = 0; i < vectors.length; i++) {
      found[i / (each * length)] += vectors[i] * turned.data[i % (each * length)];
    }
    return found;
  }

  /** Means of groups of channels, {@code length × (groups · each)}. */
  double[] means(int[] group, int groups) {
    int columns = groups * each;
    double[] means = new double[length * columns];
    int[] counts = new int[groups];
    for (int i = 0; i < channels; i++) {
      counts[group[i]]++;
    }
    for (int i = 0; i < vectors.length; i++) {
      int channel = i / (each * length);
      int vector = i / length % each;
      int column = group[channel] * each + vector;
      means[i % length * columns + column] += vectors[i] / Math.sqrt(counts[group[channel]]);
    }
    return means;
  }
}
