package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.UnaryOperator;

/** Operators that go element by element, broadcasting. */
final class Pointwise {
  private Pointwise() {}

  static void register(Map<String, Operator> all) {
    arithmetic(all);
    comparisons(all);
    functions(all);
    all.put("Cast", Operator.of(Pointwise::cast));
    all.put("Where", Operator.of(Pointwise::where));
    all.put("Clip", Operator.of(Pointwise::clip));
  }

  private static void arithmetic(Map<String, Operator> all) {
    binary(all, "Add", NDArray::add, Long::sum);
    binary(all, "Sub", NDArray::sub, (a, b) -> a - b);
    binary(all, "Mul", NDArray::mul, (a, b) -> a * b);
    binary(all, "Div", NDArray::div, (a, b) -> a / b);
    binary(all, "Mod", NDArray::mod, Math::floorMod);
    binary(all, "Min", NDArray::minimum, Math::min);
    binary(all, "Max", NDArray::maximum, Math::max);
    binary(all, "And", null, (a, b) -> a & b);
    binary(all, "Or", null, (a, b) -> a | b);
    all.put("Pow", Operator.of(Pointwise::pow));
    all.put("Not", Operator.of(call -> call.whole(0).map(x -> 1 - x)));
  }

  private static void comparisons(Map<String, Operator> all) {
    compare(all, "Equal", NDArray::eq, (a, b) -> a == b ? 1 : 0);
    compare(all, "Greater", NDArray::gt, (a, b) -> a > b ? 1 : 0);
    compare(all, "GreaterOrEqual", NDArray::gte, (a, b) -> a >= b ? 1 : 0);
    compare(all, "Less", NDArray::lt, (a, b) -> a < b ? 1 : 0);
    compare(all, "LessOrEqual", NDArray::lte, (a, b) -> a <= b ? 1 : 0);
  }

  private static void functions(Map<String, Operator> all) {
    unary(all, "Relu", x -> x.getNDArrayInternal().relu());
    unary(all, "Sigmoid", x -> x.getNDArrayInternal().sigmoid());
    unary(all, "Tanh", x -> x.getNDArrayInternal().tanh());
    unary(all, "Softplus", x -> x.getNDArrayInternal().softPlus());
    unary(all, "Softsign", x -> x.getNDArrayInternal().softSign());
    unary(all, "Erf", NDArray::erf);
    unary(all, "Exp", NDArray::exp);
    unary(all, "Log", NDArray::log);
    unary(all, "Sqrt", NDArray::sqrt);
    unary(all, "Sin", NDArray::sin);
    unary(all, "Cos", NDArray::cos);
    unary(all, "Floor", NDArray::floor);
    unary(all, "Ceil", NDArray::ceil);
    unary(all, "Reciprocal", x -> x.onesLike().div(x));
    all.put("Neg", both(NDArray::neg, x -> -x));
    all.put("Abs", both(NDArray::abs, Math::abs));
    all.put("Gelu", Operator.of(Pointwise::gelu));
    all.put(
        "LeakyRelu",
        Operator.of(
            call ->
                new Real(
                    call.real(0).getNDArrayInternal().leakyRelu(call.number("alpha", 0.01f)))));
    all.put(
        "Elu",
        Operator.of(
            call -> new Real(call.real(0).getNDArrayInternal().elu(call.number("alpha", 1)))));
    all.put(
        "HardSigmoid",
        Operator.of(
            call ->
                new Real(
                    hardSigmoid(
                        call.real(0), call.number("alpha", 0.2f), call.number("beta", 0.5f)))));
    unary(all, "HardSwish", x -> x.mul(hardSigmoid(x, 1 / 6f, 0.5f)));
  }

  private static NDArray hardSigmoid(NDArray x, float alpha, float beta) {
    return x.mul(full(x, alpha)).add(full(x, beta)).clip(0, 1);
  }

  /** A number of PyTorch's own memory: a Java number may be collected before the way back. */
  static NDArray full(NDArray beside, float number) {
    return beside.getManager().full(new Shape(), number);
  }

  private static void binary(
      Map<String, Operator> all,
      String op,
      BinaryOperator<NDArray> real,
      LongBinaryOperator whole) {
    all.put(
        op,
        Operator.of(
            call -> {
              Value sum = call.in(0);
              for (int i = 1; i < call.inputs().size(); i++) {
                Value next = call.in(i);
                if (sum instanceof Whole a && next instanceof Whole b) {
                  sum = a.with(b, whole);
                } else if (real == null) {
                  throw call.unsupported("floats");
                } else {
                  sum = new Real(real.apply(call.real(sum), call.real(next)));
                }
              }
              return sum;
            }));
  }

  private static void compare(
      Map<String, Operator> all,
      String op,
      BinaryOperator<NDArray> real,
      LongBinaryOperator whole) {
    all.put(
        op,
        Operator.of(
            call -> {
              if (call.in(0) instanceof Whole a && call.in(1) instanceof Whole b) {
                return a.with(b, whole);
              }
              NDArray flags = real.apply(call.real(0), call.real(1));
              return Call.whole(new Real(flags.toType(DataType.FLOAT32, false)));
            }));
  }

  private static void unary(Map<String, Operator> all, String op, UnaryOperator<NDArray> real) {
    all.put(op, Operator.of(call -> new Real(real.apply(call.real(0)))));
  }

  private static Operator both(
      UnaryOperator<NDArray> real, java.util.function.LongUnaryOperator whole) {
    return Operator.of(
        call -> call.in(0) instanceof Whole x ? x.map(whole) : new Real(real.apply(call.real(0))));
  }

  /** By a number where there is one: x·x has a gradient at every x, and x^y not for x below 0. */
  private static Value pow(Call call) {
    if (call.in(0) instanceof Whole a && call.in(1) instanceof Whole b) {
      return a.with(b, (x, y) -> Math.round(Math.pow(x, y)));
    }
    NDArray x = call.real(0);
    if (Whole.count(call.in(1).shape()) == 1
        && call.in(1).shape().length <= x.getShape().dimension()) {
      float power = call.number(1, "", 1);
      if (power == 2) {
        return new Real(x.mul(x));
      }
      if (power == 0.5f) {
        return new Real(x.sqrt());
      }
    }
    return new Real(x.pow(call.real(1)));
  }

  private static Value gelu(Call call) {
    if (!call.node().text("approximate", "none").equals("none")) {
      throw call.unsupported("an approximation");
    }
    return new Real(call.real(0).getNDArrayInternal().gelu());
  }

  private static Value cast(Call call) {
    boolean real =
        switch ((int) call.integer("to", 1)) {
          case 1, 10, 11, 16 -> true;
          default -> false;
        };
    if (real) {
      return new Real(call.real(0));
    }
    Whole whole = call.whole(0);
    return call.integer("to", 1) == 9 ? whole.map(x -> x != 0 ? 1 : 0) : whole;
  }

  private static Value where(Call call) {
    Whole condition = call.whole(0);
    if (call.in(1) instanceof Whole a && call.in(2) instanceof Whole b) {
      long[] wide = Whole.broadcast(condition.shape(), Whole.broadcast(a.shape(), b.shape()));
      long[] flags = condition.expand(wide).elements();
      long[] left = a.expand(wide).elements();
      long[] right = b.expand(wide).elements();
      long[] made = new long[flags.length];
      java.util.Arrays.setAll(made, i -> flags[i] != 0 ? left[i] : right[i]);
      return new Whole(wide, made);
    }
    long[] wide =
        Whole.broadcast(condition.shape(), Whole.broadcast(call.in(1).shape(), call.in(2).shape()));
    Shape shape = new Shape(wide);
    return new Real(
        NDArrays.where(
            call.truth(condition.expand(wide)),
            call.real(1).broadcast(shape),
            call.real(2).broadcast(shape)));
  }

  private static Value clip(Call call) {
    if (call.in(0) instanceof Whole x) {
      long low = call.has(1) ? call.whole(1).elements()[0] : Long.MIN_VALUE;
      long high = call.has(2) ? call.whole(2).elements()[0] : Long.MAX_VALUE;
      return x.map(i -> Math.min(high, Math.max(low, i)));
    }
    return new Real(
        call.real(0)
            .clip(call.number(1, "min", -Float.MAX_VALUE), call.number(2, "max", Float.MAX_VALUE)));
  }
}
