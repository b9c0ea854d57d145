package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Relations;

/** Operators on integers that stand for numbers; they are reordered, and nothing else. */
final class Quantized {
  private Quantized() {}

  /** Scale and zero point, for all or for each channel of one axis. */
  static final Rule LINEAR =
      (op, r) -> {
        Pointwise.ties(op, r, op.in(0), op.out(0), Level.NONE);
        for (int i = 1; i <= 2; i++) {
          if (op.has(i) && op.rank(op.in(i)) > 1) {
            op.fixAll(r);
          } else if (op.has(i)) {
            perChannel(op, r, op.in(i), op.axis(op.in(0), op.node().integer("axis", 1)));
          }
        }
      };

  /** One scale and zero point, from the least and the greatest value. */
  static final Rule DYNAMIC = Pointwise.unary(Level.NONE);

  /** A, B, and their zero points. */
  static final Rule MATMUL_INTEGER =
      (op, r) -> {
        Linear.matmul(op, r, op.in(0), op.in(1), op.out(0));
        zeroOfRows(op, r, 2, op.in(0));
        zeroOfColumns(op, r, 3, op.in(1));
      };

  /** a, its scale and zero point; b, the same; scale and zero point of the result. */
  static final Rule QLINEAR_MATMUL =
      (op, r) -> {
        Linear.matmul(op, r, op.in(0), op.in(3), op.out(0));
        zeroOfRows(op, r, 1, op.in(0));
        zeroOfRows(op, r, 2, op.in(0));
        zeroOfColumns(op, r, 4, op.in(3));
        zeroOfColumns(op, r, 5, op.in(3));
        zeroOfColumns(op, r, 6, op.out(0));
        zeroOfColumns(op, r, 7, op.out(0));
      };

  static final Rule CONV_INTEGER =
      (op, r) -> {
        Convolution.conv(op, r, op.in(0), op.in(1), op.out(0));
        zero(op, r, 2, op.axis(op.in(0), 1));
        zero(op, r, 3, op.axis(op.in(1), 0));
      };

  /** x, its scale and zero point; w, the same; scale and zero point of the result; bias. */
  static final Rule QLINEAR_CONV =
      (op, r) -> {
        Convolution.conv(op, r, op.in(0), op.in(3), op.out(0));
        for (int i = 4; i <= 5; i++) {
          zero(op, r, i, op.axis(op.in(3), 0));
        }
        zero(op, r, 8, op.axis(op.out(0), 1));
      };

  private static void zeroOfRows(Operation op, Relations r, int input, String matrix) {
    if (op.has(input) && op.rank(op.in(input)) > 1) {
      op.fixAll(r);
    } else if (op.rank(matrix) > 1) {
      zero(op, r, input, op.axis(matrix, -2));
    }
  }

  private static void zeroOfColumns(Operation op, Relations r, int input, String matrix) {
    if (op.has(input) && op.rank(op.in(input)) > 1) {
      op.fixAll(r);
    } else {
      zero(op, r, input, op.axis(matrix, -1));
    }
  }

  private static void zero(Operation op, Relations r, int input, Axis axis) {
    if (op.has(input)) {
      perChannel(op, r, op.in(input), axis);
    }
  }

  private static void perChannel(Operation op, Relations r, String value, Axis axis) {
    if (op.rank(value) == 1 && op.size(new Axis(value, 0)) > 1) {
      r.tie(new Axis(value, 0), axis, Level.NONE);
    }
  }
}
