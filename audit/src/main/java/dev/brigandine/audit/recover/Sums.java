package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The normal equations of a matrix A that takes X to Y, and whose transpose takes V to U.
 *
 * @param right XXᵀ
 * @param left VVᵀ
 * @param both YXᵀ + VUᵀ
 */
record Sums(DMatrixRMaj right, DMatrixRMaj left, DMatrixRMaj both) {
  /** Of some of the channels. */
  static Sums of(List<Equation> equations, int first, int size) {
    Sums sums =
        new Sums(
            new DMatrixRMaj(size, size), new DMatrixRMaj(size, size), new DMatrixRMaj(size, size));
    for (Equation equation : equations) {
      DMatrixRMaj from = rows(equation.from(), equation.width(), first, size);
      DMatrixRMaj to = rows(equation.to(), equation.width(), first, size);
      double weight = equation.weight();
      if (equation.inverse()) {
        CommonOps_DDRM.multAddTransB(weight, to, to, sums.left);
        CommonOps_DDRM.multAddTransB(weight, to, from, sums.both);
      } else {
        CommonOps_DDRM.multAddTransB(weight, from, from, sums.right);
        CommonOps_DDRM.multAddTransB(weight, to, from, sums.both);
      }
    }
    return sums;
  }

  /** How far off a map is, of all; 1 and more is as good as none. */
  static double misfit(ChannelMap map, List<Equation> equations) {
    double off = 0;
    double all = 0;
    for (Equation equation : equations) {
      // In the base's own scale, whichever side it stands on.
      double[] undone = equation.to().clone();
      (equation.inverse() ? map.dual() : map).inverse().apply(undone, equation.width());
      for (int i = 0; i < undone.length; i++) {
        double difference = undone[i] - equation.from()[i];
        off += equation.weight() * difference * difference;
        all += equation.weight() * equation.from()[i] * equation.from()[i];
      }
    }
    return all == 0 ? 1 : off / all;
  }

  static DMatrixRMaj rows(double[] values, int width, int first, int size) {
    DMatrixRMaj rows = new DMatrixRMaj(size, width);
    System.arraycopy(values, first * width, rows.data, 0, size * width);
    return rows;
  }
}
