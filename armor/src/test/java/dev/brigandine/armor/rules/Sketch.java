package dev.brigandine.armor.rules;

import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small model, drawn line by line: each method gives the name of the value it made. */
public final class Sketch {
  private record Input(String type, int bound, long[] shape) {}

  private final Random random;
  private final String prefix;
  private final Map<String, Input> inputs = new LinkedHashMap<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, ValueType> outputs = new LinkedHashMap<>();
  private final Map<String, Long> opsets = new LinkedHashMap<>(Map.of("", 17L));
  private int made;

  /** An empty one whose weights are drawn from {@code seed}. */
  public Sketch(long seed) {
    this(seed, "");
  }

  private Sketch(long seed, String prefix) {
    random = new Random(seed);
    this.prefix = prefix;
  }

  /** A graph within this one, whose values are named by the prefix. */
  public Sketch body(String name) {
    return new Sketch(name.hashCode(), name);
  }

  public Sketch opset(long version) {
    opsets.put("", version);
    return this;
  }

  /** Floats, -1 to 1. */
  public String input(String name, long... shape) {
    inputs.put(name, new Input("float32", 0, shape));
    return name;
  }

  /** Whole numbers from 0, below {@code bound}. */
  public String indices(String name, int bound, long... shape) {
    inputs.put(name, new Input("int64", bound, shape));
    return name;
  }

  /** Random floats, not near 0, small enough that sums of them stay near 1. */
  public String weight(String name, long... shape) {
    return weight(name, 1, shape);
  }

  /** Random floats of either sign if {@code least} is negative, else from there on. */
  public String positive(String name, long... shape) {
    return weight(name, 0, shape);
  }

  private String weight(String name, int sign, long... shape) {
    int count = count(shape);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      float value = 0.1f + 0.5f * random.nextFloat();
      values[i] = sign != 0 && random.nextBoolean() ? -value : value;
    }
    return constant(name, Constant.of(boxed(shape), values));
  }

  /** Random bytes, -50 to 49 (int8, type 3) or 100 to 199 (uint8, type 2). */
  public String bytes(String name, int type, long... shape) {
    byte[] raw = new byte[count(shape)];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (random.nextInt(100) + (type == 3 ? -50 : 100));
    }
    return constant(name, Constant.of(type, boxed(shape), raw));
  }

  public String constant(String name, Constant constant) {
    constants.put(name, constant);
    return name;
  }

  /** A constant of one axis. */
  public String numbers(long... values) {
    return constant(prefix + "n" + ++made, Constant.of(List.of((long) values.length), values));
  }

  /** A constant without axes. */
  public String scalar(float value) {
    return constant(prefix + "n" + ++made, Constant.of(List.of(), value));
  }

  /** A node with an attribute; more may follow. */
  public Next with(String attribute, long value) {
    return new Next().with(attribute, value);
  }

  public Next with(String attribute, float value) {
    return new Next().with(attribute, value);
  }

  public Next with(String attribute, String value) {
    return new Next().with(attribute, value);
  }

  public Next with(String attribute, List<Long> values) {
    return new Next().with(attribute, values);
  }

  public Next with(String attribute, Sketch body) {
    return new Next().with(attribute, body);
  }

  public Next with(String attribute, Attribute value) {
    return new Next().with(attribute, value);
  }

  /** A node of that domain. */
  public Next domain(String name) {
    opsets.put(name, 1L);
    Next next = new Next();
    next.domain = name;
    return next;
  }

  /** A node of one output. */
  public String op(String op, String... in) {
    return new Next().op(op, in);
  }

  /** A node of several outputs. */
  public List<String> ops(int count, String op, String... in) {
    return new Next().ops(count, op, in);
  }

  /** A node to come. */
  public final class Next {
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private String domain = "";

    private Next() {}

    public Next with(String attribute, long value) {
      return with(attribute, new Attribute.Int(value));
    }

    public Next with(String attribute, float value) {
      return with(attribute, new Attribute.Real(value));
    }

    public Next with(String attribute, String value) {
      return with(attribute, new Attribute.Text(value));
    }

    public Next with(String attribute, List<Long> values) {
      return with(attribute, new Attribute.Ints(values));
    }

    public Next with(String attribute, Sketch body) {
      return with(attribute, new Attribute.Body(body.graph()));
    }

    public Next with(String attribute, Attribute value) {
      attributes.put(attribute, value);
      return this;
    }

    public String op(String op, String... in) {
      return ops(1, op, in).get(0);
    }

    public List<String> ops(int count, String op, String... in) {
      List<String> out = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        out.add(prefix + "t" + ++made);
      }
      return node(op, Arrays.asList(in), out);
    }

    /** With outputs of these names; an empty one is left out. */
    public List<String> node(String op, List<String> in, List<String> out) {
      nodes.add(new Node("", domain, op, in, out, attributes));
      return out;
    }
  }

  /** {@code x} times a new weight. */
  public String times(String x, String weight, long in, long out) {
    return op("MatMul", x, weight(weight, in, out));
  }

  public void output(String... values) {
    for (String value : values) {
      outputs.put(value, ValueType.unknown());
    }
  }

  /** As a body: its nodes and constants, apart from this one's. */
  public Graph graph() {
    Map<String, ValueType> types = new LinkedHashMap<>();
    inputs.forEach(
        (name, input) ->
            types.put(
                name,
                ValueType.tensor(
                    input.type.equals("float32") ? 1 : input.type.equals("bool") ? 9 : 7,
                    Arrays.stream(input.shape).mapToObj(Long::toString).toList())));
    return new Graph(types, outputs, nodes, constants);
  }

  public ModelGraph model() {
    return new ModelGraph(8, opsets, graph(), List.of());
  }

  /** One truth value. */
  public String flag(String name) {
    inputs.put(name, new Input("bool", 2, new long[0]));
    return name;
  }

  /** Values for all inputs. */
  public List<SampleTensor> draw(long seed) {
    Random drawn = new Random(seed);
    List<SampleTensor> all = new ArrayList<>();
    inputs.forEach(
        (name, input) -> {
          int count = count(input.shape);
          ByteBuffer data = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < count; i++) {
            switch (input.type) {
              case "float32" -> data.putFloat(2 * drawn.nextFloat() - 1);
              case "bool" -> data.put((byte) drawn.nextInt(2));
              default -> data.putLong(drawn.nextInt(input.bound));
            }
          }
          all.add(new SampleTensor(name, input.type, input.shape, data.flip(), List.of()));
        });
    return all;
  }

  private static int count(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  static List<Long> boxed(long... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
