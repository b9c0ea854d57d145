package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Blocks;
import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Matrices that take one set of channels to another, by least squares over all that tells of them,
 * whichever side of a product it stands on.
 */
final class Mixes {
  private Mixes() {}

  /**
   * A fitted mixing.
   *
   * @param misfit square error, of the square of what was to be fitted; corrected for how many
   *     numbers were free
   */
  record Fitted(ChannelMap map, double misfit) {}

  /** Null if there are fewer equations than unknowns. */
  static Fitted fit(Form form, List<Equation> equations, Random random) {
    if (form instanceof Form.Told told) {
      return new Fitted(told.map(), Sums.misfit(told.map(), equations));
    }
    Fitted fitted = null;
    if (form instanceof Form.Groups groups) {
      fitted = groups(groups, equations);
    } else if (form instanceof Form.Kronecker kronecker) {
      fitted = KroneckerFit.of(kronecker, equations, random);
    }
    return fitted;
  }

  private static Fitted groups(Form.Groups form, List<Equation> equations) {
    int size = form.size();
    long width = equations.stream().mapToLong(Equation::width).sum();
    if (width < size) {
      return null;
    }
    double[][] matrices = new double[form.groups()][];
    for (int group = 0; group < form.groups(); group++) {
      matrices[group] = matrix(Sums.of(equations, group * size, size));
      if (matrices[group] == null) {
        return null;
      }
    }
    ChannelMap map = new Blocks(form.groups(), size, 1, matrices);
    double free = (double) size / Math.max(width, size + 1);
    return new Fitted(map, Sums.misfit(map, equations) / (1 - free));
  }

  /**
   * The matrix A for which AX is nearest to Y and AᵀV nearest to U: AXXᵀ + VVᵀA = YXᵀ + VUᵀ, an
   * equation of Sylvester's, solved in the bases of both squares (Bartels and Stewart, Solution of
   * the Matrix Equation AX + XB = C, CACM 15, 1972; here both are symmetric).
   */
  private static double[] matrix(Sums sums) {
    int n = sums.right().numRows;
    EigenDecomposition_F64<DMatrixRMaj> p = eigen(sums.right());
    EigenDecomposition_F64<DMatrixRMaj> q = eigen(sums.left());
    if (p == null || q == null) {
      return null;
    }
    DMatrixRMaj u = vectors(p, n);
    DMatrixRMaj v = vectors(q, n);
    DMatrixRMaj turned = new DMatrixRMaj(n, n);
    DMatrixRMaj half = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransA(v, sums.both(), half);
    CommonOps_DDRM.mult(half, u, turned);
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, p.getEigenvalue(i).getReal() + q.getEigenvalue(i).getReal());
    }
    if (most == 0) {
      return null;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double by = p.getEigenvalue(j).getReal() + q.getEigenvalue(i).getReal();
        turned.set(i, j, turned.get(i, j) / Math.max(by, 1e-9 * most));
      }
    }
    CommonOps_DDRM.mult(v, turned, half);
    CommonOps_DDRM.multTransB(half, u, turned);
    return CommonOps_DDRM.det(turned) == 0 ? null : turned.data;
  }

  private static EigenDecomposition_F64<DMatrixRMaj> eigen(DMatrixRMaj symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.numRows, true, true);
    return eigen.decompose(symmetric.copy()) ? eigen : null;
  }

  private static DMatrixRMaj vectors(EigenDecomposition_F64<DMatrixRMaj> eigen, int n) {
    DMatrixRMaj vectors = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      CommonOps_DDRM.insert(eigen.getEigenVector(i), vectors, 0, i);
    }
    return vectors;
  }
}
