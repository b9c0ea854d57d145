package dev.brigandine.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.simple.SimpleMatrix;

/** Random matrices. */
final class Draw {
  private Draw() {}

  static int[] order(int n, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    return order.stream().mapToInt(i -> i).toArray();
  }

  /** The matrix whose product on the right gives column {@code order[i]} the place i. */
  static SimpleMatrix permutation(int[] order) {
    SimpleMatrix matrix = new SimpleMatrix(order.length, order.length);
    for (int i = 0; i < order.length; i++) {
      matrix.set(order[i], i, 1);
    }
    return matrix;
  }

  static SimpleMatrix permutation(int n, Random random) {
    return permutation(order(n, random));
  }

  /** Diagonal, of magnitudes from 1/4 to 4, evenly on a logarithmic scale. */
  static SimpleMatrix scales(int n, boolean signed, Random random) {
    SimpleMatrix matrix = new SimpleMatrix(n, n);
    for (int i = 0; i < n; i++) {
      double size = Math.pow(4, 2 * random.nextDouble() - 1);
      matrix.set(i, i, signed && random.nextBoolean() ? -size : size);
    }
    return matrix;
  }

  static SimpleMatrix normal(int rows, int columns, Random random) {
    SimpleMatrix matrix = new SimpleMatrix(rows, columns);
    for (int i = 0; i < matrix.getNumElements(); i++) {
      matrix.set(i, random.nextGaussian());
    }
    return matrix;
  }

  static SimpleMatrix rotation(int n, Random random) {
    var qr = DecompositionFactory_DDRM.qr(n, n);
    qr.decompose(normal(n, n, random).getDDRM());
    return SimpleMatrix.wrap(qr.getQ(null, false));
  }

  /** Of condition up to 16. */
  static SimpleMatrix dense(int n, Random random) {
    return rotation(n, random).mult(scales(n, false, random)).mult(rotation(n, random));
  }

  static SimpleMatrix blocks(int n, int size, Random random) {
    SimpleMatrix matrix = new SimpleMatrix(n, n);
    for (int i = 0; i < n; i += size) {
      matrix.insertIntoThis(i, i, dense(size, random));
    }
    return matrix;
  }

  static SimpleMatrix kronecker(int n, int left, Random random) {
    return dense(left, random).kron(dense(n / left, random));
  }
}
