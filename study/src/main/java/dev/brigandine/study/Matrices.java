package dev.brigandine.study;

import java.util.Map;
import org.ejml.simple.SimpleMatrix;

/** A network's values as matrices, and back. */
final class Matrices {
  private Matrices() {}

  /** A linear layer's weights, [out, in]. */
  static SimpleMatrix weight(Map<String, float[]> values, String layer) {
    int rows = values.get(layer + ".bias").length;
    return of(values.get(layer + ".weight"), rows);
  }

  /** A layer's bias or scale, as a column. */
  static SimpleMatrix vector(Map<String, float[]> values, String name) {
    float[] vector = values.get(name);
    return of(vector, vector.length);
  }

  static void put(Map<String, float[]> values, String name, SimpleMatrix matrix) {
    float[] floats = new float[matrix.getNumElements()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) matrix.get(i);
    }
    values.put(name, floats);
  }

  /** Row {@code order[i]} at the place i. */
  static SimpleMatrix rows(SimpleMatrix matrix, int[] order) {
    SimpleMatrix ordered = new SimpleMatrix(matrix.getNumRows(), matrix.getNumCols());
    for (int i = 0; i < order.length; i++) {
      ordered.insertIntoThis(i, 0, matrix.getRow(order[i]));
    }
    return ordered;
  }

  static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }

  private static SimpleMatrix of(float[] values, int rows) {
    SimpleMatrix matrix = new SimpleMatrix(rows, values.length / rows);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i, values[i]);
    }
    return matrix;
  }
}
