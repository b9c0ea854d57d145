package dev.brigandine.study;

import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/**
 * An attack on a Kronecker product between two secret orders: from random orders, the factors are
 * fitted and the orders matched in turns. Where that does not fit better than an unstructured
 * matrix would by chance, the thief takes the unstructured one.
 *
 * <p>It is one attack, not a bound: the numbers to be found are few.
 */
final class KroneckerSearch {
  private static final int STARTS = 3;
  private static final int ROUNDS = 8;
  private static final double FITS = 0.5;

  private KroneckerSearch() {}

  static SimpleMatrix recover(SimpleMatrix locked, SimpleMatrix base, int size, Random random) {
    SimpleMatrix best = LockKind.DENSE.recover(locked, base, random);
    double bestError = FITS;
    int n = locked.getNumCols();
    for (int start = 0; start < STARTS; start++) {
      SimpleMatrix from = locked.mult(Draw.permutation(n, random));
      SimpleMatrix to = base.mult(Draw.permutation(n, random));
      SimpleMatrix right = Draw.rotation(n / size, random);
      for (int round = 0; round < ROUNDS; round++) {
        Kronecker fitted = Kronecker.fit(from, to, right, 4);
        SimpleMatrix mixed = fitted.undo(from);
        Matching out = Matching.columns(mixed, base, false);
        SimpleMatrix found = out.undo(mixed);
        double error = found.minus(base).normF() / base.normF();
        if (error < bestError) {
          bestError = error;
          best = found;
        }
        to = base.mult(Draw.permutation(Matrices.inverse(out.order())));
        right = fitted.right();
        SimpleMatrix inverse = fitted.left().kron(right).pseudoInverse();
        from = Matching.columns(locked, to.mult(inverse), false).undo(locked);
      }
    }
    return best;
  }
}
