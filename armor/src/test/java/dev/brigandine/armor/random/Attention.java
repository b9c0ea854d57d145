package dev.brigandine.armor.random;

import java.util.List;
import java.util.Map;

/** Attention with heads, in the ways that exporters write it. */
final class Attention {
  private Attention() {}

  static boolean block(Draft draft) {
    Value x = draft.pickFloats(3, 3);
    if (x == null || x.dim(1) > 12) {
      return false;
    }
    long heads = draft.one(1L, 2L, 2L, 4L);
    long width = draft.between(2, 6);
    long inner = heads * width;
    Value query;
    Value key;
    Value value;
    if (draft.chance(0.3)) {
      Value all = Linear.apply(draft, x, 3 * inner, draft.chance(0.5));
      if (all == null) {
        return false;
      }
      List<Value> parts = Shapes.split(draft, all, 2, inner, inner, inner);
      query = parts.get(0);
      key = parts.get(1);
      value = parts.get(2);
    } else {
      Value memory = draft.chance(0.2) ? draft.pick(v -> sameBatch(v, x)) : x;
      query = Linear.apply(draft, x, inner, draft.chance(0.5));
      key = Linear.apply(draft, memory, inner, draft.chance(0.5));
      value = Linear.apply(draft, memory, inner, draft.chance(0.5));
    }
    if (query == null || key == null || value == null) {
      return false;
    }
    Value scores = scores(draft, heads(draft, query, heads), heads(draft, key, heads), width);
    Value shares =
        draft.node("Softmax", Draft.attributes("axis", 3), scores, scores.shape(), scores.name());
    shares = draft.as(shares, shares.type(), false, 0.5);
    Value values = heads(draft, value, heads);
    long[] shape = {x.dim(0), heads, x.dim(1), width};
    Value mixed = draft.node("MatMul", Map.of(), values, shape, shares.name(), values.name());
    mixed = draft.summed(mixed);
    Value turned = Shapes.transposed(draft, mixed, 0, 2, 1, 3);
    Value merged = Shapes.reshaped(draft, turned, x.dim(0), x.dim(1), inner);
    Value out = Linear.apply(draft, merged, x.dim(2), draft.chance(0.7));
    if (out != null && draft.chance(0.7)) {
      Value sum = draft.node("Add", out, out.name(), x.name());
      draft.as(sum, sum.type(), false, x.size() + 1);
    }
    return true;
  }

  private static boolean sameBatch(Value v, Value x) {
    return v.type() == x.type() && v.rank() == 3 && v.dim(0) == x.dim(0) && v.dim(1) <= 12;
  }

  /** From batch, steps, channels to batch, heads, steps, width. */
  private static Value heads(Draft draft, Value x, long heads) {
    Value split = Shapes.reshaped(draft, x, x.dim(0), x.dim(1), heads, x.dim(2) / heads);
    return Shapes.transposed(draft, split, 0, 2, 1, 3);
  }

  private static Value scores(Draft draft, Value query, Value key, long width) {
    double scale = 1 / Math.sqrt(width);
    boolean before = draft.chance(0.3);
    Value left = before ? draft.node("Mul", query, query.name(), draft.scalar(scale)) : query;
    Value turned = Shapes.transposed(draft, key, 0, 1, 3, 2);
    long[] shape = {query.dim(0), query.dim(1), query.dim(2), key.dim(2)};
    Value scores = draft.node("MatMul", Map.of(), query, shape, left.name(), turned.name());
    scores = draft.summed(scores);
    if (!before) {
      scores =
          draft.chance(0.5)
              ? draft.node("Div", scores, scores.name(), draft.scalar(1 / scale))
              : draft.node("Mul", scores, scores.name(), draft.scalar(scale));
    }
    if (draft.chance(0.3)) {
      String mask = draft.weight(1, 1, 1, query.dim(2), key.dim(2));
      scores = draft.node("Add", scores, scores.name(), mask);
    }
    return scores;
  }
}
