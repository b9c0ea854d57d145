package dev.brigandine.audit.recover;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * What of a head's weights stays when its channels are mixed by an unknown matrix: the space that
 * they span. Two spaces are as alike as the mean square of the cosines of the angles between them.
 */
final class Spaces {
  private Spaces() {}

  /**
   * Adds how alike the spaces are.
   *
   * @param axis the channels to be told apart
   * @param mixed the axis that was mixed; all others are known
   */
  static void add(Likeness likeness, Block block, int axis, int mixed) {
    int n = block.dims()[axis].size();
    DMatrixRMaj[] base = bases(block, block.baseRows(axis), axis, mixed);
    DMatrixRMaj[] captured = bases(block, block.capturedRows(axis), axis, mixed);
    int span = block.dims()[mixed].size();
    double half = block.width(axis) / (double) span / 2;
    DMatrixRMaj products = new DMatrixRMaj(span, span);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        CommonOps_DDRM.multTransA(base[i], captured[j], products);
        double norm = NormOps_DDRM.normF(products);
        likeness.add(i, j, norm * norm / span, half);
      }
    }
  }

  private static DMatrixRMaj[] bases(Block block, double[] rows, int axis, int mixed) {
    int n = block.dims()[axis].size();
    int span = block.dims()[mixed].size();
    int width = rows.length / n;
    int inner = 1;
    for (int i = mixed + 1; i < block.dims().length; i++) {
      inner *= i == axis ? 1 : block.dims()[i].size();
    }
    DMatrixRMaj[] bases = new DMatrixRMaj[n];
    for (int channel = 0; channel < n; channel++) {
      DMatrixRMaj vectors = new DMatrixRMaj(width / span, span);
      for (int k = 0; k < width; k++) {
        int at = k / inner % span;
        int row = k / (inner * span) * inner + k % inner;
        vectors.set(row, at, rows[channel * width + k]);
      }
      QRDecomposition<DMatrixRMaj> qr =
          DecompositionFactory_DDRM.qr(vectors.numRows, vectors.numCols);
      qr.decompose(vectors);
      bases[channel] = qr.getQ(null, true);
    }
    return bases;
  }
}
