package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Products with matrices. */
final class Linear {
  private Linear() {}

  static boolean matMul(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    return x != null && apply(draft, x, draft.channels(), draft.chance(0.6)) != null;
  }

  /** Along the last axis; null if it would be too large. */
  static Value apply(Draft draft, Value x, long size, boolean bias) {
    long from = x.dim(-1);
    long[] shape = x.with(-1, size);
    if (!Draft.fits(shape)) {
      return null;
    }
    String matrix = matrix(draft, x, from, size);
    Value y = draft.summed(draft.node("MatMul", Map.of(), x, shape, x.name(), matrix));
    return bias ? bias(draft, y, size) : y;
  }

  static Value bias(Draft draft, Value y, long size) {
    String bias = draft.weight(0.3, size);
    return draft.chance(0.5)
        ? draft.node("Add", y, y.name(), bias)
        : draft.node("Add", y, bias, y.name());
  }

  /** A matrix as it is, or as an exporter leaves it. */
  private static String matrix(Draft draft, Value x, long from, long to) {
    double scale = scale(x, from);
    if (draft.chance(0.1)) {
      String stored = draft.weight(scale, to, from);
      String turned = draft.name("turned");
      draft.raw(
          "Transpose", attributes("perm", new long[] {1, 0}), List.of(stored), List.of(turned));
      return turned;
    }
    String matrix = draft.weight(scale, from, to);
    if (draft.chance(0.04)) {
      String same = draft.name("same");
      draft.raw("Identity", Map.of(), List.of(matrix), List.of(same));
      return same;
    }
    return matrix;
  }

  /** Of weights, so that a sum of this many terms is of ordinary size. */
  static double scale(Value x, long terms) {
    return 1 / (Math.sqrt(terms) * Math.max(0.5, x.size()));
  }

  static boolean gemm(Draft draft) {
    Value x = draft.pickFloats(2, 2);
    if (x == null) {
      return false;
    }
    boolean transA = draft.chance(0.1);
    boolean transB = draft.chance(0.5);
    long rows = x.dim(transA ? 1 : 0);
    long terms = x.dim(transA ? 0 : 1);
    long to = draft.channels();
    Map<String, Attribute> attributes = attributes();
    if (transA) {
      attributes.putAll(attributes("transA", 1));
    }
    if (transB) {
      attributes.putAll(attributes("transB", 1));
    }
    if (draft.chance(0.2)) {
      attributes.putAll(attributes("alpha", 0.5));
    }
    if (draft.chance(0.2)) {
      attributes.putAll(attributes("beta", 2.0));
    }
    double scale = scale(x, terms);
    String matrix = transB ? draft.weight(scale, to, terms) : draft.weight(scale, terms, to);
    long[] shape = {rows, to};
    if (draft.chance(0.2)) {
      draft.summed(draft.node("Gemm", attributes, x, shape, x.name(), matrix));
      return true;
    }
    long[] biasShape =
        draft.one(
            new long[] {to},
            new long[] {to},
            new long[] {1, to},
            new long[] {rows, to},
            new long[] {1});
    String bias = draft.weight(0.3, biasShape);
    draft.summed(draft.node("Gemm", attributes, x, shape, x.name(), matrix, bias));
    return true;
  }

  /** Two matrices with nothing between. */
  static boolean bottleneck(Draft draft) {
    Value x = draft.pickFloats(2, 3);
    if (x == null) {
      return false;
    }
    Value low = apply(draft, x, draft.between(2, 6), draft.chance(0.2));
    return low != null && apply(draft, low, draft.channels(), draft.chance(0.5)) != null;
  }

  static boolean residual(Draft draft) {
    Value x = draft.pickFloats(2, 3);
    if (x == null) {
      return false;
    }
    Value wide = apply(draft, x, draft.channels(), true);
    if (wide == null) {
      return false;
    }
    Value bent = draft.node(draft.one("Relu", "Tanh", "Sigmoid"), wide, wide.name());
    Value back = apply(draft, bent, x.dim(-1), draft.chance(0.5));
    Value sum =
        draft.chance(0.5)
            ? draft.node("Add", back, x.name(), back.name())
            : draft.node("Add", back, back.name(), x.name());
    draft.as(sum, sum.type(), false, x.size() + 1);
    return true;
  }

  /** Of two values, as attention has it without heads. */
  static boolean products(Draft draft) {
    Value x = draft.pickFloats(3, 3);
    if (x == null) {
      return false;
    }
    Value y = draft.pick(x::isLike);
    long steps = x.dim(1);
    Value turned =
        draft.node(
            "Transpose",
            attributes("perm", new long[] {0, 2, 1}),
            y,
            new long[] {y.dim(0), y.dim(2), steps},
            y.name());
    Value scores =
        draft.node(
            "MatMul", Map.of(), x, new long[] {x.dim(0), steps, steps}, x.name(), turned.name());
    draft.as(scores, scores.type(), false, x.size() * y.size() * Math.sqrt(x.dim(2)));
    return true;
  }

  /** Rows by ids. */
  static boolean embedding(Draft draft) {
    Value ids = draft.pick(v -> v.type() == Draft.INT64);
    if (ids == null) {
      return false;
    }
    long width = draft.channels();
    long[] shape = Arrays.copyOf(ids.shape(), ids.rank() + 1);
    shape[ids.rank()] = width;
    String table = draft.weight(1, RandomGraph.WORDS, width);
    Value rows = draft.node("Gather", Map.of(), ids, shape, table, ids.name());
    draft.as(rows, draft.floats, true, 1);
    return true;
  }

  /** An embedding's table used again, turned, for logits. */
  static boolean tiedLogits(Draft draft) {
    Value x = draft.pickFloats(2, 3);
    if (x == null) {
      return false;
    }
    long width = x.dim(-1);
    String table = draft.known(RandomGraph.WORDS, width);
    if (table == null || !Draft.fits(x.with(-1, RandomGraph.WORDS))) {
      return false;
    }
    String turned = draft.name("turned");
    draft.raw("Transpose", attributes("perm", new long[] {1, 0}), List.of(table), List.of(turned));
    Value y = draft.node("MatMul", Map.of(), x, x.with(-1, RandomGraph.WORDS), x.name(), turned);
    draft.as(y, y.type(), false, x.size() * Math.sqrt(width));
    return true;
  }
}
