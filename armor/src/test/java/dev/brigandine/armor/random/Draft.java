package dev.brigandine.armor.random;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** A graph in the making, of the model or of a body, and the chance that makes it. */
final class Draft {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;
  static final int HALF = 10;
  static final int DOUBLE = 11;

  /** Elements of a value at most. */
  private static final long LARGEST = 4096;

  /** Operators past which dequantizing is moved, and some more. */
  private static final Set<String> PASSING =
      Set.of(
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Split",
          "Concat",
          "Gather",
          "Expand",
          "Identity",
          "Relu",
          "Clip",
          "Pad",
          "MaxPool",
          "GlobalMaxPool",
          "Tile",
          "Resize",
          "DepthToSpace",
          "SpaceToDepth",
          "Max",
          "Min",
          "ReduceMax",
          "Where");

  private static final long[] CHANNELS = {4, 6, 8, 12, 16, 24};

  final SplittableRandom random;
  final long opset;

  /** The type of all floats, but where a cast leads elsewhere. */
  final int floats;

  private final Draft around;
  private final int[] counter;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final List<Value> values = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private final boolean[] rounds;
  private final Set<String> fragile = new HashSet<>();

  Draft(SplittableRandom random, long opset, int floats) {
    this.random = random;
    this.opset = opset;
    this.floats = floats;
    this.around = null;
    this.counter = new int[1];
    this.rounds = new boolean[1];
  }

  /** The draft of a body. */
  Draft(Draft around) {
    this.random = around.random;
    this.opset = around.opset;
    this.floats = around.floats;
    this.around = around;
    this.counter = around.counter;
    this.rounds = around.rounds;
  }

  // Chance.

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  double real(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  @SafeVarargs
  final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  long channels() {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  // What is there.

  /** A value of the kind, rather a recent one; null if there is none. */
  Value pick(Predicate<Value> kind) {
    List<Value> found = values.stream().filter(kind).toList();
    if (found.isEmpty()) {
      return null;
    }
    int latest = found.size() - 1;
    return found.get(chance(0.6) ? Math.max(0, latest - random.nextInt(2)) : between(0, latest));
  }

  /** A float value of one of the ranks. */
  Value pickFloats(int leastRank, int mostRank) {
    return pick(v -> v.type() == floats && v.rank() >= leastRank && v.rank() <= mostRank);
  }

  /** What quantizing may start from: mostly a value that a rewrite leaves exactly as it is. */
  Value pickToRound(Predicate<Value> kind) {
    if (!chance(0.04)) {
      return pick(v -> kind.test(v) && v.exact());
    }
    Value any = pick(kind);
    rounds[0] |= any != null && !any.exact();
    return any;
  }

  /** Whether a float sum is rounded to integers: its last bit may become a whole step. */
  boolean rounds() {
    return rounds[0];
  }

  int size() {
    return nodes.size();
  }

  List<Value> values() {
    return values;
  }

  boolean isUsed(Value value) {
    return used.contains(value.name());
  }

  static boolean fits(long... shape) {
    return Value.count(shape) <= LARGEST && LongStream.of(shape).noneMatch(size -> size < 1);
  }

  // What is added.

  String name(String stem) {
    return stem + counter[0]++;
  }

  void add(Value value) {
    values.add(value);
  }

  /** A node with one output. */
  Value node(
      String op, Map<String, Attribute> attributes, Value like, long[] shape, String... inputs) {
    String name = name(op.toLowerCase(Locale.ROOT));
    raw(op, attributes, List.of(inputs), List.of(name));
    Value made = new Value(name, like.type(), shape, like.exact(), like.size());
    add(made);
    return made;
  }

  Value node(String op, Value like, String... inputs) {
    return node(op, Map.of(), like, like.shape(), inputs);
  }

  /** Adds the value under another type, exactness or size in place of the one just made. */
  Value as(Value made, int type, boolean exact, double size) {
    Value changed = new Value(made.name(), type, made.shape(), exact, size);
    values.set(values.indexOf(made), changed);
    return changed;
  }

  /** What a float sum makes: of ordinary size, and not exact. */
  Value summed(Value made) {
    return as(made, made.type(), false, 1);
  }

  /** Keeps all but the recipe at hand from reading a value, and keeps it from being an output. */
  void hide(Value value) {
    values.remove(value);
  }

  void raw(
      String op, Map<String, Attribute> attributes, List<String> inputs, List<String> outputs) {
    nodes.add(new Node(chance(0.8) ? name("n") : "", "", op, inputs, outputs, attributes));
    used.addAll(inputs);
    boolean passed = PASSING.contains(op) && inputs.stream().anyMatch(fragile::contains);
    if (passed || op.equals("Cast") || op.equals("DequantizeLinear")) {
      fragile.addAll(outputs);
    }
  }

  /**
   * Whether a body must not read it: ONNX Runtime 1.29 takes away casts and dequantizing, and moves
   * the latter about, without a look into bodies; it then misses an input, or aborts.
   */
  boolean isFragile(Value value) {
    return fragile.contains(value.name());
  }

  /** Marks a value of a graph around as read. */
  void uses(Value value) {
    for (Draft draft = this; draft != null; draft = draft.around) {
      draft.used.add(value.name());
    }
  }

  static Map<String, Attribute> attributes(Object... namesAndValues) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put((String) namesAndValues[i], attribute(namesAndValues[i + 1]));
    }
    return attributes;
  }

  private static Attribute attribute(Object value) {
    if (value instanceof Integer number) {
      return new Attribute.Int(number);
    } else if (value instanceof Long number) {
      return new Attribute.Int(number);
    } else if (value instanceof Double number) {
      return new Attribute.Real(number.floatValue());
    } else if (value instanceof String text) {
      return new Attribute.Text(text);
    } else if (value instanceof long[] numbers) {
      return new Attribute.Ints(LongStream.of(numbers).boxed().toList());
    } else if (value instanceof Graph body) {
      return new Attribute.Body(body);
    }
    throw new IllegalArgumentException("" + value);
  }

  // Constants.

  /** Random floats, mean 0; now and then one that is there already and has this shape. */
  String weight(double scale, long... shape) {
    String known = chance(0.08) ? known(shape) : null;
    if (known != null) {
      return known;
    }
    double[] drawn = new double[(int) Value.count(shape)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = scale * real(-1.7, 1.7);
    }
    return constant("w", floats, shape, drawn);
  }

  /** A weight of this shape that is there already, or null. */
  String known(long... shape) {
    List<Long> wanted = LongStream.of(shape).boxed().toList();
    for (Map.Entry<String, Constant> known : constants.entrySet()) {
      Constant constant = known.getValue();
      boolean weight = known.getKey().startsWith("w") && constant.elementType() == floats;
      if (weight && constant.shape().equals(wanted)) {
        return known.getKey();
      }
    }
    return null;
  }

  /** Random floats between two positive numbers, with signs or without. */
  String factors(double least, double most, boolean signs, long... shape) {
    double[] drawn = new double[(int) Value.count(shape)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = real(least, most) * (signs && chance(0.5) ? -1 : 1);
    }
    return constant("f", floats, shape, drawn);
  }

  String scalar(double value) {
    return constant("s", floats, chance(0.8) ? new long[0] : new long[] {1}, value);
  }

  String longs(long... values) {
    return constant("i", INT64, new long[] {values.length}, doubles(values));
  }

  /** Random integers of a type of one byte, or int32. */
  String integers(int type, int least, int most, long... shape) {
    double[] drawn = new double[(int) Value.count(shape)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = between(least, most);
    }
    return constant("q", type, shape, drawn);
  }

  String constant(String stem, int type, long[] shape, double... values) {
    String name = name(stem);
    constants.put(name, Elements.constant(type, shape, values));
    return name;
  }

  private static double[] doubles(long... values) {
    return LongStream.of(values).asDoubleStream().toArray();
  }

  // What comes of it.

  Graph graph(Map<String, ValueType> inputs, List<Value> outputs) {
    Map<String, ValueType> typed = new LinkedHashMap<>();
    for (Value output : outputs) {
      typed.put(output.name(), chance(0.7) ? typeOf(output, false) : ValueType.unknown());
    }
    Map<String, Constant> kept = new LinkedHashMap<>(constants);
    return new Graph(inputs, typed, nodes, kept);
  }

  static ValueType typeOf(Value value, boolean openBatch) {
    List<String> dims =
        new ArrayList<>(Arrays.stream(value.shape()).mapToObj(Long::toString).toList());
    if (openBatch && !dims.isEmpty()) {
      dims.set(0, "batch");
    }
    return ValueType.tensor(value.type(), dims);
  }

  /** Elements in bytes. */
  static final class Elements {
    private Elements() {}

    static Constant constant(int type, long[] shape, double... values) {
      return Constant.of(type, LongStream.of(shape).boxed().toList(), bytes(type, values));
    }

    static byte[] bytes(int type, double... values) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      for (double value : values) {
        switch (type) {
          case FLOAT -> bytes.putFloat((float) value);
          case DOUBLE -> bytes.putDouble(value);
          case HALF -> bytes.putShort(half((float) value));
          case INT64 -> bytes.putLong((long) value);
          case INT32 -> bytes.putInt((int) value);
          case UINT8, INT8, BOOL -> bytes.put((byte) value);
          default -> throw new IllegalArgumentException("type " + type);
        }
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** The nearest half, for numbers in its normal range; smaller ones become 0. */
    private static short half(float value) {
      int bits = Float.floatToRawIntBits(value);
      int sign = bits >>> 16 & 0x8000;
      int rounded = (bits & 0x7fffffff) + 0x1000;
      if (rounded < 0x38800000) {
        return (short) sign;
      }
      return (short) (sign | (rounded - 0x38000000) >>> 13);
    }
  }
}
