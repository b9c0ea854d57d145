package dev.brigandine.study;

import java.util.Map;
import org.ejml.simple.SimpleMatrix;
import org.ejml.simple.SimpleOperations;

/** Computes an {@link Encoder} in plain Java; values are [batch, width]. */
final class EncoderAnswers {
  private EncoderAnswers() {}

  static SimpleMatrix of(Encoder net, Map<String, float[]> weights, SimpleMatrix images) {
    SimpleMatrix x = linear(weights, "embed", images);
    for (int i = 0; i < net.blocks(); i++) {
      String block = "block" + i;
      SimpleMatrix y = linear(weights, block + ".up", normed(weights, block + ".norm", x));
      y = each(y, (row, column, value) -> Math.max(0, value));
      x = x.plus(linear(weights, block + ".down", y));
    }
    return linear(weights, "head", normed(weights, "norm", x));
  }

  private static SimpleMatrix linear(Map<String, float[]> weights, String layer, SimpleMatrix x) {
    SimpleMatrix bias = Matrices.vector(weights, layer + ".bias");
    SimpleMatrix y = x.mult(Matrices.weight(weights, layer).transpose());
    return each(y, (row, column, value) -> value + bias.get(column));
  }

  private static SimpleMatrix normed(Map<String, float[]> weights, String name, SimpleMatrix x) {
    SimpleMatrix scale = Matrices.vector(weights, name + ".scale");
    SimpleMatrix bias = Matrices.vector(weights, name + ".bias");
    SimpleMatrix y = x.copy();
    for (int i = 0; i < x.getNumRows(); i++) {
      SimpleMatrix row = x.getRow(i);
      double mean = row.elementSum() / row.getNumCols();
      double square = row.elementPower(2).elementSum() / row.getNumCols() - mean * mean;
      for (int j = 0; j < row.getNumCols(); j++) {
        double normal = (row.get(j) - mean) / Math.sqrt(square + 1e-5);
        y.set(i, j, normal * scale.get(j) + bias.get(j));
      }
    }
    return y;
  }

  private static SimpleMatrix each(SimpleMatrix matrix, SimpleOperations.ElementOpReal op) {
    return matrix.elementOp(op);
  }
}
