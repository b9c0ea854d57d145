package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Blocks;
import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The product {@code L ⊗ R} that takes one matrix nearest to another: a first guess by the nearest
 * product to the unstructured solution (Van Loan and Pitsianis, Approximation with Kronecker
 * Products, 1993), then least squares for each factor in turns. Works on the squares alone, so that
 * a turn costs no more than n².
 */
final class KroneckerFit {
  private static final int STARTS = 4;
  private static final int ROUNDS = 100;

  private final int outer;
  private final int inner;

  /** XXᵀ and YXᵀ. */
  private final DMatrixRMaj square;

  private final DMatrixRMaj both;
  private DMatrixRMaj left;
  private DMatrixRMaj right;

  private KroneckerFit(Form.Kronecker form, DMatrixRMaj square, DMatrixRMaj both) {
    this.outer = form.outer();
    this.inner = form.inner();
    this.square = square;
    this.both = both;
  }

  /** By the side that says more. */
  static Mixes.Fitted of(Form.Kronecker form, List<Equation> equations, Random random) {
    long plain = equations.stream().filter(e -> !e.inverse()).mapToLong(Equation::width).sum();
    long all = equations.stream().mapToLong(Equation::width).sum();
    boolean inverse = all > 2 * plain;
    int n = form.outer() * form.inner();
    long width = inverse ? all - plain : plain;
    long free = (long) form.outer() * form.outer() + (long) form.inner() * form.inner();
    if (width * n < free) {
      return null;
    }
    DMatrixRMaj square = new DMatrixRMaj(n, n);
    DMatrixRMaj both = new DMatrixRMaj(n, n);
    for (Equation equation : equations) {
      if (equation.inverse() == inverse) {
        DMatrixRMaj from = Sums.rows(equation.from(), equation.width(), 0, n);
        DMatrixRMaj to = Sums.rows(equation.to(), equation.width(), 0, n);
        CommonOps_DDRM.multAddTransB(equation.weight(), from, from, square);
        CommonOps_DDRM.multAddTransB(equation.weight(), to, from, both);
      }
    }
    ChannelMap best = null;
    double least = Double.POSITIVE_INFINITY;
    KroneckerFit fit = new KroneckerFit(form, square, both);
    for (int start = 0; start < STARTS; start++) {
      if (start == 0) {
        fit.nearest();
      } else {
        fit.right = random(form.inner(), random);
      }
      for (int round = 0; round < ROUNDS; round++) {
        if (!fit.round()) {
          break;
        }
      }
      ChannelMap map = fit.map();
      ChannelMap own = map == null ? null : inverse ? map.dual() : map;
      double misfit = own == null ? Double.NaN : Sums.misfit(own, equations);
      if (misfit < least) {
        least = misfit;
        best = own;
      }
      if (least < 0.25) {
        break;
      }
    }
    return best == null
        ? null
        : new Mixes.Fitted(best, least / (1 - (double) free / (width * n + 1)));
  }

  private ChannelMap map() {
    if (left == null || right == null || isOdd(left) || isOdd(right)) {
      return null;
    }
    return Chain.of(
        new Blocks(outer, inner, 1, new double[][] {right.data.clone()}),
        new Blocks(1, outer, inner, new double[][] {left.data.clone()}));
  }

  private static boolean isOdd(DMatrixRMaj matrix) {
    double det = CommonOps_DDRM.det(matrix);
    return det == 0 || !Double.isFinite(det);
  }

  /** The product nearest to the damped unstructured solution, by its greatest singular pair. */
  private void nearest() {
    int n = outer * inner;
    DMatrixRMaj damped = square.copy();
    double damping = 1e-3 * CommonOps_DDRM.trace(square) / n;
    for (int i = 0; i < n; i++) {
      damped.add(i, i, damping);
    }
    DMatrixRMaj solved = new DMatrixRMaj(n, n);
    DMatrixRMaj turned = CommonOps_DDRM.transpose(both, null);
    if (!CommonOps_DDRM.solve(damped, turned, solved)) {
      right = CommonOps_DDRM.identity(inner);
      return;
    }
    CommonOps_DDRM.transpose(solved);
    left = CommonOps_DDRM.identity(outer);
    right = new DMatrixRMaj(inner, inner);
    for (int turn = 0; turn < 30; turn++) {
      CommonOps_DDRM.fill(right, 0);
      blocks((p, q) -> addBlock(solved, p, q, left.get(p, q)));
      CommonOps_DDRM.scale(1 / Math.max(1e-300, CommonOps_DDRM.elementSumAbs(right)), right);
      blocks((p, q) -> left.set(p, q, dot(solved, p, q, right)));
    }
  }

  /** Each factor once, given the other. */
  private boolean round() {
    DMatrixRMaj weights = new DMatrixRMaj(inner, inner);
    CommonOps_DDRM.multTransA(right, right, weights);
    DMatrixRMaj by = new DMatrixRMaj(outer, outer);
    DMatrixRMaj to = new DMatrixRMaj(outer, outer);
    blocks(
        (p, q) -> {
          by.set(p, q, dot(square, p, q, weights));
          to.set(p, q, dot(both, p, q, right));
        });
    left = divided(to, by);
    if (left == null) {
      return false;
    }
    DMatrixRMaj outerWeights = new DMatrixRMaj(outer, outer);
    CommonOps_DDRM.multTransA(left, left, outerWeights);
    DMatrixRMaj small = new DMatrixRMaj(inner, inner);
    DMatrixRMaj target = new DMatrixRMaj(inner, inner);
    right = small;
    blocks((p, q) -> addBlock(square, p, q, outerWeights.get(p, q)));
    right = target;
    blocks((p, q) -> addBlock(both, p, q, left.get(p, q)));
    right = divided(target, small);
    return right != null;
  }

  private interface Each {
    void block(int p, int q);
  }

  private void blocks(Each each) {
    for (int p = 0; p < outer; p++) {
      for (int q = 0; q < outer; q++) {
        each.block(p, q);
      }
    }
  }

  private double dot(DMatrixRMaj large, int p, int q, DMatrixRMaj small) {
    double sum = 0;
    for (int i = 0; i < inner; i++) {
      for (int j = 0; j < inner; j++) {
        sum += large.get(p * inner + i, q * inner + j) * small.get(i, j);
      }
    }
    return sum;
  }

  private void addBlock(DMatrixRMaj large, int p, int q, double factor) {
    for (int i = 0; i < inner; i++) {
      for (int j = 0; j < inner; j++) {
        right.add(i, j, factor * large.get(p * inner + i, q * inner + j));
      }
    }
  }

  /** {@code to · by⁻¹}, a little damped; null if it cannot be. */
  private static DMatrixRMaj divided(DMatrixRMaj to, DMatrixRMaj by) {
    int n = by.numRows;
    DMatrixRMaj damped = by.copy();
    double damping = 1e-9 * CommonOps_DDRM.trace(by) / n;
    for (int i = 0; i < n; i++) {
      damped.add(i, i, damping);
    }
    DMatrixRMaj turned = CommonOps_DDRM.transpose(to, null);
    CommonOps_DDRM.transpose(damped);
    DMatrixRMaj solved = new DMatrixRMaj(n, n);
    if (!CommonOps_DDRM.solve(damped, turned, solved)) {
      return null;
    }
    CommonOps_DDRM.transpose(solved);
    return solved;
  }

  private static DMatrixRMaj random(int n, Random random) {
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    for (int i = 0; i < n * n; i++) {
      matrix.data[i] = random.nextGaussian() / Math.sqrt(n);
    }
    return matrix;
  }
}
