package dev.brigandine.study;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a trained network down as an ONNX graph. Sequences are [step, batch, width]. */
final class OnnxLayers implements Layers<String> {
  private static final String IMAGES = "images";
  private static final String LOGITS = "logits";
  private static final int FLOAT = 1;

  private final Weights weights;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();

  private OnnxLayers(Weights weights) {
    this.weights = weights;
  }

  static ModelGraph graph(Network network, Weights weights, long opset) {
    OnnxLayers layers = new OnnxLayers(weights);
    String last = network.logits(layers, IMAGES);
    int end = layers.nodes.size() - 1;
    Node made = layers.nodes.get(end);
    if (!made.outputs().equals(List.of(last))) {
      throw new IllegalStateException("the network's last node does not make its answer");
    }
    layers.nodes.set(end, made.withOutputs(List.of(LOGITS)));
    Graph graph =
        new Graph(
            Map.of(IMAGES, ValueType.tensor(FLOAT, List.of("batch", "1", "28", "28"))),
            Map.of(LOGITS, ValueType.tensor(FLOAT, List.of("batch", "10"))),
            layers.nodes,
            layers.constants);
    return new ModelGraph(8, Map.of("", opset), graph, List.of());
  }

  @Override
  public String conv(String name, String x, Conv c) {
    long pad = c.kernel() / 2;
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", ints(c.kernel(), c.kernel()));
    attributes.put("strides", ints(c.stride(), c.stride()));
    attributes.put("pads", ints(pad, pad, pad, pad));
    attributes.put("group", new Attribute.Int(c.groups()));
    List<String> inputs = new ArrayList<>(List.of(x));
    inputs.add(trained(name + ".weight", c.out(), c.in() / c.groups(), c.kernel(), c.kernel()));
    if (c.bias()) {
      inputs.add(trained(name + ".bias", c.out()));
    }
    return node("Conv", name, inputs, attributes);
  }

  @Override
  public String batchNorm(String name, String x, int channels) {
    return node(
        "BatchNormalization",
        name,
        List.of(
            x,
            trained(name + ".scale", channels),
            trained(name + ".bias", channels),
            trained(name + ".mean", channels),
            trained(name + ".variance", channels)),
        Map.of("epsilon", new Attribute.Real(TorchLayers.EPSILON)));
  }

  @Override
  public String relu(String x) {
    return node("Relu", x);
  }

  @Override
  public String relu6(String x) {
    constants.put("zero", Constant.of(List.of(), 0f));
    constants.put("six", Constant.of(List.of(), 6f));
    return node("Clip", x, "zero", "six");
  }

  @Override
  public String hardSwish(String x) {
    return node("HardSwish", x);
  }

  @Override
  public String hardSigmoid(String x) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("alpha", new Attribute.Real(1 / 6f));
    attributes.put("beta", new Attribute.Real(0.5f));
    return node("HardSigmoid", "", List.of(x), attributes);
  }

  @Override
  public String add(String a, String b) {
    return node("Add", a, b);
  }

  @Override
  public String mul(String a, String b) {
    return node("Mul", a, b);
  }

  @Override
  public String maxPool(String x, int size) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", ints(size, size));
    attributes.put("strides", ints(size, size));
    return node("MaxPool", "", List.of(x), attributes);
  }

  @Override
  public String globalAveragePool(String x) {
    return node("GlobalAveragePool", x);
  }

  @Override
  public String flatten(String x) {
    return node("Flatten", "", List.of(x), Map.of("axis", new Attribute.Int(1)));
  }

  @Override
  public String linear(String name, String x, int in, int out) {
    return node(
        "Gemm",
        name,
        List.of(x, trained(name + ".weight", out, in), trained(name + ".bias", out)),
        Map.of("transB", new Attribute.Int(1)));
  }

  @Override
  public String layerNorm(String name, String x, int width) {
    return node(
        "LayerNormalization",
        name,
        List.of(x, trained(name + ".scale", width), trained(name + ".bias", width)),
        Map.of("epsilon", new Attribute.Real(TorchLayers.EPSILON)));
  }

  @Override
  public String rows(String images) {
    String rows = node("Squeeze", images, axes("axis1", 1));
    return node("Transpose", "", List.of(rows), Map.of("perm", ints(1, 0, 2)));
  }

  @Override
  public String lstmBoth(String name, String sequence, int in, int hidden) {
    String all = name + ".states";
    lstm(name, sequence, in, hidden, List.of(".forward", ".backward"), List.of(all));
    // [step, direction, batch, hidden], and the directions belong side by side.
    String turned = node("Transpose", "", List.of(all), Map.of("perm", ints(0, 2, 1, 3)));
    return node("Reshape", turned, axes(name + ".merged", 0, 0, 2L * hidden));
  }

  @Override
  public String lstmLast(String name, String sequence, int in, int hidden) {
    String last = name + ".last";
    lstm(name, sequence, in, hidden, List.of(".forward"), List.of("", last));
    return node("Squeeze", last, axes("axis0", 0));
  }

  private void lstm(
      String name, String x, int in, int hidden, List<String> ways, List<String> outputs) {
    List<Gates> directions =
        ways.stream().map(way -> Gates.of(weights, name + way, in, hidden)).toList();
    long count = ways.size();
    constants.put(
        name + ".W",
        Constant.of(List.of(count, 4L * hidden, (long) in), Gates.join(directions, Gates::input)));
    constants.put(
        name + ".R",
        Constant.of(
            List.of(count, 4L * hidden, (long) hidden), Gates.join(directions, Gates::state)));
    constants.put(
        name + ".B",
        Constant.of(List.of(count, 8L * hidden), Gates.join(directions, Gates::biases)));
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("hidden_size", new Attribute.Int(hidden));
    attributes.put("direction", new Attribute.Text(count == 2 ? "bidirectional" : "forward"));
    nodes.add(
        new Node(
            name,
            "",
            "LSTM",
            List.of(x, name + ".W", name + ".R", name + ".B"),
            outputs,
            attributes));
  }

  private String trained(String name, long... shape) {
    List<Long> sizes = new ArrayList<>();
    for (long size : shape) {
      sizes.add(size);
    }
    constants.put(name, Constant.of(sizes, weights.values(name)));
    return name;
  }

  private String axes(String name, long... values) {
    constants.put(name, Constant.of(List.of((long) values.length), values));
    return name;
  }

  private String node(String op, String... inputs) {
    return node(op, "", List.of(inputs), Map.of());
  }

  private String node(
      String op, String name, List<String> inputs, Map<String, Attribute> attributes) {
    String called = name.isEmpty() ? op.toLowerCase(java.util.Locale.ROOT) + nodes.size() : name;
    String output = called + ".out";
    nodes.add(new Node(called, "", op, inputs, List.of(output), attributes));
    return output;
  }

  private static Attribute ints(long... values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return new Attribute.Ints(list);
  }
}
