package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.symmetry.Diagonal;
import java.util.List;

/** A factor for each channel, by least squares over all that tells of it. */
final class Factors {
  private Factors() {}

  static Diagonal fit(Gain gain, List<Equation> equations) {
    int n = equations.get(0).channels();
    double[] products = new double[n];
    double[] squares = new double[n];
    double[] from = new double[n];
    double[] to = new double[n];
    for (Equation equation : equations) {
      // A factor takes one side to the other; its dual takes the other to the one.
      double[] x = equation.inverse() ? equation.to() : equation.from();
      double[] y = equation.inverse() ? equation.from() : equation.to();
      int width = equation.width();
      for (int i = 0; i < x.length; i++) {
        products[i / width] += equation.weight() * x[i] * y[i];
        squares[i / width] += equation.weight() * x[i] * x[i];
        from[i / width] += equation.weight() * x[i] * x[i];
        to[i / width] += equation.weight() * y[i] * y[i];
      }
    }
    double[] factors = new double[n];
    for (int i = 0; i < n; i++) {
      double fitted = products[i] / squares[i];
      boolean wrong = gain.level() == Level.POSITIVE && fitted <= 0;
      // What was tuned past recognition still has about the length it had.
      factors[i] = wrong ? Math.sqrt(to[i] / from[i]) : fitted;
      if (!Double.isFinite(factors[i]) || Math.abs(factors[i]) < 1e-6) {
        factors[i] = 1;
      }
    }
    return new Diagonal(factors);
  }
}
