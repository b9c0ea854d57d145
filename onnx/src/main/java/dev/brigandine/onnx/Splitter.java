package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits a large model into a chain of parts where a single value joins what comes before to what
 * comes after ({@link CutRules} says where that is safe). A model that has no such place, or whose
 * parts would share a weight, stays whole.
 *
 * <p>Not guaranteed: that the parts give the same bits as the whole on other execution providers
 * than ONNX Runtime's CPU provider, whose fusions the rules were made for.
 */
public final class Splitter {
  private final Skeleton skeleton;
  private final ModelProto model;
  private final GraphProto graph;
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final Set<String> initializers = new HashSet<>();
  private final List<Set<String>> reads = new ArrayList<>();
  private final Map<String, Integer> lastRead = new HashMap<>();

  private Splitter(Skeleton skeleton) {
    this.skeleton = skeleton;
    this.model = skeleton.model();
    this.graph = model.getGraph();
    skeleton.weights().forEach(weight -> weights.put(weight.name(), weight));
    graph.getInitializerList().forEach(tensor -> initializers.add(tensor.getName()));
    for (int i = 0; i < graph.getNodeCount(); i++) {
      Set<String> names = new LinkedHashSet<>();
      collectReads(graph.getNode(i), names);
      reads.add(names);
      for (String name : names) {
        lastRead.put(name, i);
      }
    }
  }

  /** The whole model as one part. */
  public static List<SkeletonPart> whole(Skeleton skeleton) {
    return List.of(
        new SkeletonPart(
            skeleton.graph(),
            skeleton.inputs().stream().map(ValueDescription::name).toList(),
            skeleton.outputs().stream().map(ValueDescription::name).toList(),
            skeleton.weights()));
  }

  /**
   * Parts of at least {@code target} bytes of weights each (the last may have less), as small as
   * the graph's joints allow; one part, if it cannot be split.
   */
  public static List<SkeletonPart> split(Skeleton skeleton, long target, ShapeOracle oracle) {
    return new Splitter(skeleton).parts(target, oracle);
  }

  private List<SkeletonPart> parts(long target, ShapeOracle oracle) {
    if (graph.getSparseInitializerCount() > 0 || !outputsAreMade()) {
      return whole(skeleton);
    }
    Map<Integer, String> cuts = cuts(target);
    Map<String, ValueDescription> joints =
        oracle.outputs(probe(cuts.values()), List.copyOf(cuts.values()));
    cuts.values().removeIf(name -> !joints.containsKey(name));
    if (cuts.isEmpty()) {
      return whole(skeleton);
    }
    List<SkeletonPart> parts = new ArrayList<>();
    int from = 0;
    for (int to : cuts.keySet()) {
      parts.add(part(from, to + 1, joints));
      from = to + 1;
    }
    parts.add(part(from, graph.getNodeCount(), joints));
    Set<String> seen = new HashSet<>();
    boolean shared =
        parts.stream().flatMap(p -> p.weights().stream()).anyMatch(w -> !seen.add(w.name()));
    return shared ? whole(skeleton) : parts;
  }

  /** Last node of each part but the last, to the value that leaves it. */
  private Map<Integer, String> cuts(long target) {
    Map<Integer, String> cuts = new LinkedHashMap<>();
    Set<String> live = new HashSet<>();
    Set<String> counted = new HashSet<>();
    long bytes = 0;
    for (int i = 0; i + 1 < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      for (String name : reads.get(i)) {
        if (weights.containsKey(name) && counted.add(name)) {
          bytes += weights.get(name).byteLength();
        }
      }
      for (String name : node.getOutputList()) {
        if (lastRead.getOrDefault(name, -1) > i) {
          live.add(name);
        }
      }
      int now = i;
      live.removeIf(name -> lastRead.get(name) <= now);
      if (bytes >= target && live.size() == 1 && mayCutAfter(i, live.iterator().next())) {
        cuts.put(i, live.iterator().next());
        bytes = 0;
      }
    }
    return cuts;
  }

  private boolean mayCutAfter(int index, String value) {
    NodeProto maker = null;
    for (int i = index; i >= 0 && maker == null; i--) {
      if (graph.getNode(i).getOutputList().contains(value)) {
        maker = graph.getNode(i);
      }
    }
    NodeProto reader = null;
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (reads.get(i).contains(value)) {
        if (reader != null) {
          return false;
        }
        reader = graph.getNode(i);
      }
    }
    return maker != null && reader != null && CutRules.mayCut(maker, reader, value, initializers);
  }

  private boolean outputsAreMade() {
    Set<String> made = new HashSet<>();
    graph.getNodeList().forEach(node -> made.addAll(node.getOutputList()));
    return graph.getOutputList().stream().allMatch(output -> made.contains(output.getName()));
  }

  /** The skeleton with its weights as inputs and the joints as outputs: enough to infer shapes. */
  private byte[] probe(Iterable<String> joints) {
    GraphProto.Builder probe = graph.toBuilder().clearInitializer();
    Set<String> inputs = new HashSet<>();
    graph.getInputList().forEach(input -> inputs.add(input.getName()));
    for (TensorProto tensor : graph.getInitializerList()) {
      if (!weights.containsKey(tensor.getName())) {
        probe.addInitializer(tensor);
      } else if (inputs.add(tensor.getName())) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        tensor.getDimsList().forEach(size -> shape.addDimBuilder().setDimValue(size));
        probe.addInput(value(tensor.getName(), tensor.getDataType(), shape.build()));
      }
    }
    Set<String> outputs = new HashSet<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    for (String joint : joints) {
      if (outputs.add(joint)) {
        probe.addOutput(ValueInfoProto.newBuilder().setName(joint));
      }
    }
    return model.toBuilder().setGraph(probe).build().toByteArray();
  }

  private SkeletonPart part(int from, int to, Map<String, ValueDescription> joints) {
    Set<String> read = new LinkedHashSet<>();
    Set<String> made = new LinkedHashSet<>();
    GraphProto.Builder part =
        graph.toBuilder()
            .clearNode()
            .clearInitializer()
            .clearInput()
            .clearOutput()
            .clearValueInfo();
    for (int i = from; i < to; i++) {
      part.addNode(graph.getNode(i));
      read.addAll(reads.get(i));
      made.addAll(graph.getNode(i).getOutputList());
    }
    List<Weight> used = new ArrayList<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (read.contains(tensor.getName())) {
        part.addInitializer(tensor);
        if (weights.containsKey(tensor.getName())) {
          used.add(weights.get(tensor.getName()));
        }
      }
    }
    List<String> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      // One that nobody reads is the first part's, so that the model still takes it.
      boolean idle = from == 0 && !lastRead.containsKey(input.getName());
      if (read.contains(input.getName()) || idle && !initializers.contains(input.getName())) {
        part.addInput(input);
        if (!initializers.contains(input.getName())) {
          inputs.add(input.getName());
        }
      }
    }
    List<String> outputs = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      if (made.contains(output.getName())) {
        part.addOutput(output);
        outputs.add(output.getName());
      }
    }
    for (Map.Entry<String, ValueDescription> joint : joints.entrySet()) {
      String name = joint.getKey();
      if (read.contains(name) && !made.contains(name)) {
        part.addInput(value(joint.getValue()));
        inputs.add(name);
      } else if (made.contains(name) && lastRead.get(name) >= to && !outputs.contains(name)) {
        part.addOutput(value(joint.getValue()));
        outputs.add(name);
      }
    }
    graph.getValueInfoList().stream()
        .filter(info -> made.contains(info.getName()) && !outputs.contains(info.getName()))
        .forEach(part::addValueInfo);
    byte[] bytes = model.toBuilder().setGraph(part).build().toByteArray();
    return new SkeletonPart(bytes, inputs, outputs, used);
  }

  private static ValueInfoProto value(ValueDescription description) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String axis : description.shape()) {
      TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
      if (!axis.isEmpty() && axis.chars().allMatch(Character::isDigit)) {
        dimension.setDimValue(Long.parseLong(axis));
      } else if (!axis.equals("?")) {
        dimension.setDimParam(axis);
      }
    }
    int type = ElementType.named(description.type()).orElseThrow().id;
    return value(description.name(), type, shape.build());
  }

  private static ValueInfoProto value(String name, int elementType, TensorShapeProto shape) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(elementType).setShape(shape)))
        .build();
  }

  /** Names that a node reads, in its subgraphs too; what those define themselves does no harm. */
  private static void collectReads(NodeProto node, Set<String> names) {
    names.addAll(node.getInputList());
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        collectReads(attribute.getG(), names);
      }
      attribute.getGraphsList().forEach(subgraph -> collectReads(subgraph, names));
    }
  }

  private static void collectReads(GraphProto subgraph, Set<String> names) {
    subgraph.getNodeList().forEach(node -> collectReads(node, names));
    subgraph.getOutputList().forEach(output -> names.add(output.getName()));
  }
}
