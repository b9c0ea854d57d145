package dev.brigandine.armor.random;

import static dev.brigandine.armor.random.Draft.attributes;

import dev.brigandine.onnx.graph.Attribute;
import java.util.Arrays;
import java.util.Map;

/** What looks at each element by itself, or at two. */
final class Elementwise {
  private Elementwise() {}

  static boolean unary(Draft draft) {
    Value x = draft.pickFloats(1, 6);
    if (x == null) {
      return false;
    }
    switch (draft.between(0, 5)) {
      case 0, 1 -> draft.node("Relu", x, x.name());
      case 2 -> bounded(draft, draft.node("Sigmoid", x, x.name()));
      case 3 -> bounded(draft, draft.node("Tanh", x, x.name()));
      case 4 -> draft.node(draft.one("Neg", "Abs"), x, x.name());
      default -> draft.node("Identity", x, x.name());
    }
    return true;
  }

  private static void bounded(Draft draft, Value y) {
    draft.as(y, y.type(), false, Math.min(1, y.size()));
  }

  static boolean unaryOfFloats(Draft draft) {
    Value x = draft.pickFloats(1, 6);
    if (x == null) {
      return false;
    }
    int drawn = draft.between(draft.opset >= 14 ? 0 : 1, draft.opset >= 20 ? 7 : 6);
    switch (drawn) {
      case 0 -> draft.summed(draft.node("HardSwish", x, x.name()));
      case 1 -> bounded(draft, draft.node("Erf", x, x.name()));
      case 2, 3 -> draft.node("LeakyRelu", attributes("alpha", 0.125), x, x.shape(), x.name());
      case 4 -> draft.summed(draft.node(draft.one("Elu", "Softplus", "Softsign"), x, x.name()));
      case 5 -> {
        Map<String, Attribute> attributes = attributes("alpha", 0.25, "beta", 0.5);
        bounded(draft, draft.node("HardSigmoid", attributes, x, x.shape(), x.name()));
      }
      case 6 -> {
        Value gate = draft.node("Sigmoid", x, x.name());
        draft.summed(draft.node("Mul", x, x.name(), gate.name()));
      }
      default -> draft.summed(draft.node("Gelu", x, x.name()));
    }
    return true;
  }

  static boolean pRelu(Draft draft) {
    Value x = draft.pickFloats(2, 4);
    if (x == null) {
      return false;
    }
    long[] slope = new long[x.rank() - 1];
    Arrays.fill(slope, 1);
    if (draft.chance(0.8)) {
      slope[0] = x.dim(1);
    }
    draft.node("PRelu", x, x.name(), draft.factors(0.1, 0.5, false, slope));
    return true;
  }

  static boolean clip(Draft draft) {
    Value x = draft.pickFloats(1, 6);
    if (x == null) {
      return false;
    }
    String least = draft.chance(0.3) ? "" : bound(draft, draft.chance(0.6) ? 0 : -0.5);
    String most = draft.chance(0.3) ? "" : bound(draft, draft.one(0.75, 6.0));
    if (least.isEmpty() || !most.isEmpty()) {
      draft.node("Clip", x, x.name(), least, most);
    } else {
      draft.node("Clip", x, x.name(), least);
    }
    return true;
  }

  private static String bound(Draft draft, double value) {
    return draft.constant("s", draft.floats, new long[0], value);
  }

  static boolean gelu(Draft draft) {
    Value x = draft.pickFloats(1, 5);
    if (x == null) {
      return false;
    }
    Value scaled =
        draft.chance(0.5)
            ? draft.node("Div", x, x.name(), draft.scalar(Math.sqrt(2)))
            : draft.node("Mul", x, x.name(), draft.scalar(Math.sqrt(0.5)));
    Value erf = draft.node("Erf", scaled, scaled.name());
    Value plus = draft.node("Add", erf, erf.name(), draft.scalar(1));
    Value times = draft.node("Mul", plus, x.name(), plus.name());
    draft.summed(draft.node("Mul", times, times.name(), draft.scalar(0.5)));
    return true;
  }

  /** Which is broadcast, from either side. */
  static boolean withConstant(Draft draft) {
    Value x = draft.pickFloats(1, 5);
    if (x == null) {
      return false;
    }
    long[] shape = broadcast(draft, x);
    String op = draft.one("Add", "Add", "Sub", "Mul", "Mul", "Div", "Max", "Min");
    boolean first = draft.chance(0.4) && !op.equals("Div");
    String constant =
        switch (op) {
          case "Mul", "Div" -> draft.factors(0.6, 1.6, true, shape);
          default -> draft.weight(0.5, shape);
        };
    Value y = first ? draft.node(op, x, constant, x.name()) : draft.node(op, x, x.name(), constant);
    draft.as(y, y.type(), x.exact(), x.size() * 1.2);
    return true;
  }

  /** A shape that broadcasts to the value's own. */
  private static long[] broadcast(Draft draft, Value x) {
    return switch (draft.between(0, 5)) {
      case 0 -> new long[0];
      case 1 -> new long[] {1};
      case 2, 3 -> new long[] {x.dim(-1)};
      case 4 -> {
        if (x.rank() < 3) {
          yield x.shape();
        }
        long[] channels = new long[x.rank() - 1];
        Arrays.fill(channels, 1);
        channels[0] = x.dim(1);
        yield channels;
      }
      default -> {
        long[] some = x.shape().clone();
        for (int axis = 0; axis < some.length; axis++) {
          some[axis] = draft.chance(0.5) ? 1 : some[axis];
        }
        yield some;
      }
    };
  }

  static boolean ofTwo(Draft draft) {
    Value x = draft.pickFloats(1, 5);
    if (x == null) {
      return false;
    }
    Value y = draft.pick(v -> v.type() == x.type() && broadcastsTo(v, x));
    // ONNX Runtime 1.29 makes a QuickGelu of doubles, and then has none.
    String product = draft.floats == Draft.DOUBLE ? "Add" : "Mul";
    String op = draft.one("Add", "Add", "Add", "Sub", product, "Max", "Min");
    double size = op.equals("Mul") ? x.size() * y.size() : x.size() + y.size();
    if (size > 16) {
      return false;
    }
    Value z =
        draft.chance(0.5)
            ? draft.node(op, x, x.name(), y.name())
            : draft.node(op, x, y.name(), x.name());
    draft.as(z, z.type(), x.exact() && y.exact(), size);
    return true;
  }

  private static boolean broadcastsTo(Value small, Value large) {
    if (small.rank() > large.rank()) {
      return false;
    }
    for (int axis = 1; axis <= small.rank(); axis++) {
      if (small.dim(-axis) != 1 && small.dim(-axis) != large.dim(-axis)) {
        return false;
      }
    }
    return true;
  }

  static boolean ratio(Draft draft) {
    Value x = draft.pickFloats(1, 4);
    if (x == null) {
      return false;
    }
    Value y = draft.pick(x::isLike);
    Value bounded = draft.node("Sigmoid", y, y.name());
    Value away = draft.node("Add", bounded, bounded.name(), draft.scalar(0.5));
    Value ratio = draft.node("Div", x, x.name(), away.name());
    draft.as(ratio, ratio.type(), false, x.size() * 1.2);
    return true;
  }

  static boolean where(Draft draft) {
    Value x = draft.pickFloats(1, 4);
    if (x == null) {
      return false;
    }
    Value flag = draft.pick(v -> v.type() == Draft.BOOL);
    long[] shape = broadcast(draft, x);
    String condition =
        flag != null && draft.chance(0.5) ? flag.name() : draft.integers(Draft.BOOL, 0, 1, shape);
    Value other = draft.pick(x::isLike);
    String otherwise =
        draft.chance(0.5) ? other.name() : draft.weight(1, draft.chance(0.5) ? new long[0] : shape);
    Value y =
        draft.chance(0.5)
            ? draft.node("Where", x, condition, x.name(), otherwise)
            : draft.node("Where", x, condition, otherwise, x.name());
    draft.as(y, y.type(), x.exact() && other.exact(), Math.max(x.size(), other.size()));
    return true;
  }

  /** To doubles and back, or from integers. */
  static boolean cast(Draft draft) {
    Value integers = draft.pick(v -> v.type() == Draft.INT64 || v.type() == Draft.BOOL);
    if (integers != null && draft.chance(0.5)) {
      Value y =
          draft.node(
              "Cast", attributes("to", draft.floats), integers, integers.shape(), integers.name());
      Value cast = draft.as(y, draft.floats, true, 10);
      draft.node("Mul", cast, cast.name(), draft.scalar(0.1));
      return true;
    }
    Value x = draft.pickFloats(1, 5);
    if (x == null) {
      return false;
    }
    Map<String, Attribute> to = attributes("to", Draft.DOUBLE);
    Value wide = draft.node("Cast", to, x, x.shape(), x.name());
    Value marked = draft.as(wide, Draft.DOUBLE, x.exact(), x.size());
    Value back = draft.node("Cast", attributes("to", draft.floats), x, x.shape(), marked.name());
    draft.as(back, draft.floats, x.exact(), x.size());
    return true;
  }
}
