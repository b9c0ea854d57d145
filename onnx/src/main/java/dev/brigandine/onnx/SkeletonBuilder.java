package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One walk over a model that takes its weights out; see {@link Skeleton}. */
final class SkeletonBuilder {
  /** Stands where the name of a data file would; says nothing of the model. */
  static final String LOCATION = "sealed";

  private final Tensors tensors;
  private final GraphIndex index;
  private final KeepRules rules;
  private final HeapBudget budget = HeapBudget.half();
  private final List<Weight> weights = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<TensorProto> stubs = new ArrayList<>();
  private final boolean reshapes;
  private final ModelProto model;

  SkeletonBuilder(OnnxModel source) throws IOException {
    this.tensors = source.tensors();
    this.index = new GraphIndex(source.proto());
    this.rules = new KeepRules(index);
    this.reshapes = hasReshape(source.proto());
    ModelProto.Builder out = source.proto().toBuilder();
    GraphProto main = source.proto().getGraph();
    Scope scope = new Scope(null, main);
    GraphProto.Builder graph = graph(main, scope);
    dropUnused(scope.reached(), graph);
    graph.addAllInitializer(stubs);
    out.setGraph(graph);
    for (int i = 0; i < out.getFunctionsCount(); i++) {
      out.setFunctions(i, function(out.getFunctions(i)));
    }
    this.model = out.build();
  }

  ModelProto model() {
    return model;
  }

  List<Weight> weights() {
    return weights;
  }

  List<Kept> kept() {
    return kept;
  }

  /** Whether the model's operator set has Reshape with a shape as input: from 5 on. */
  private static boolean hasReshape(ModelProto model) {
    return model.getOpsetImportList().stream()
        .anyMatch(
            set ->
                (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                    && set.getVersion() >= 5);
  }

  /**
   * Drops weights that nothing uses. ONNX Runtime does so itself when it loads a model, and then
   * takes no data for them. An input that had its value from one would now be missing it.
   */
  private void dropUnused(Set<String> used, GraphProto.Builder main) {
    Set<String> unused = new HashSet<>();
    weights.forEach(weight -> unused.add(weight.name()));
    unused.removeAll(used);
    main.getOutputList().forEach(output -> unused.remove(output.getName()));
    weights.removeIf(weight -> unused.contains(weight.name()));
    stubs.removeIf(stub -> unused.contains(stub.getName()));
    List<ValueInfoProto> inputs = new ArrayList<>(main.getInputList());
    inputs.removeIf(input -> unused.contains(input.getName()));
    main.clearInput().addAllInput(inputs);
  }

  private GraphProto.Builder graph(GraphProto graph, Scope scope) throws IOException {
    Set<String> outputs = new HashSet<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    GraphProto.Builder out =
        graph.toBuilder()
            .clearInitializer()
            .clearSparseInitializer()
            .clearNode()
            .clearQuantizationAnnotation();
    Set<String> gone = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (take(tensor, scope, outputs, out)) {
        gone.add(tensor.getName());
      } else {
        out.addInitializer(tensors.inlined(tensor, budget));
      }
    }
    for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
      out.addSparseInitializer(sparse(sparse, Kept.Reason.SPARSE));
    }
    List<NodeProto> rest = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      Optional<TensorProto> constant = Constants.value(node);
      if (constant.isPresent() && take(constant.get(), scope, outputs, out)) {
        gone.add(node.getOutput(0));
      } else {
        rest.add(node);
      }
    }
    for (NodeProto node : rest) {
      out.addNode(node(node, scope));
    }
    if (!scope.isMain()) {
      forget(gone, outputs, out);
    }
    for (TensorAnnotation annotation : graph.getQuantizationAnnotationList()) {
      out.addQuantizationAnnotation(annotation(annotation, scope));
    }
    return out;
  }

  /** Takes a constant out of its graph, unless it has to stay. */
  private boolean take(TensorProto tensor, Scope scope, Set<String> outputs, GraphProto.Builder out)
      throws IOException {
    String name = tensor.getName();
    if (name.isEmpty() || !tensor.getNameBytes().isValidUtf8()) {
      throw Tensors.bad(tensor, "has an empty or unreadable name");
    }
    ElementType type = Tensors.type(tensor);
    long bytes = Tensors.byteLength(tensor);
    Optional<Kept.Reason> reason = rules.reason(name, type, bytes);
    if (reason.isPresent()) {
      kept.add(new Kept(name, type == ElementType.STRING ? size(tensor) : bytes, reason.get()));
      return false;
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new OnnxException(
          "too-large",
          "tensor "
              + OnnxException.quote(name)
              + " has "
              + bytes
              + " bytes in one piece; the limit is 2147483647",
          "split it along one axis; onnx runtime's java api takes no larger tensor");
    }
    TensorData data = tensors.data(tensor);
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    long[] stored = !scope.isMain() && reshapes ? other(shape) : shape;
    String moved = move(name, scope, outputs, out, shape, stored);
    weights.add(new Weight(moved, type, stored, data));
    stubs.add(stub(type, stored, moved, bytes));
    return true;
  }

  /**
   * The name a weight gets in the main graph. A subgraph gets it back through a Reshape. It could
   * use the outer value as it is, but ONNX Runtime fuses and packs only constants that are near, so
   * the last bits of the answers would differ. The Reshape, of constants, is folded before that.
   */
  private String move(
      String name,
      Scope scope,
      Set<String> outputs,
      GraphProto.Builder out,
      long[] shape,
      long[] stored) {
    if (scope.isMain()) {
      return name;
    }
    boolean isOutput = outputs.contains(name);
    boolean reshaped = stored != shape;
    boolean shared = index.definitions(name) > 1;
    String moved = isOutput || reshaped || shared ? index.fresh(name) : name;
    if (reshaped) {
      String dims = index.fresh(name);
      // Initializers may hide an outer name, outputs of nodes may not.
      String local = shared && !isOutput ? index.fresh(name) : name;
      scope.define(name, local);
      out.addInitializer(dims(dims, shape));
      out.addNode(operator("Reshape", local, moved, dims));
      scope.reached().add(moved);
      return moved;
    }
    scope.define(name, moved);
    if (isOutput) {
      // A subgraph cannot give out a value of the graph around it.
      out.addNode(operator("Identity", name, moved));
      scope.reached().add(moved);
    }
    return moved;
  }

  private static NodeProto operator(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  /** Another shape for as many elements. */
  private static long[] other(long[] shape) {
    long elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return shape.length == 1 ? new long[] {1, elements} : new long[] {elements};
  }

  private static TensorProto dims(String name, long[] shape) {
    TensorProto.Builder dims =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementType.INT64.id)
            .addDims(shape.length);
    Arrays.stream(shape).forEach(dims::addInt64Data);
    return dims.build();
  }

  private static TensorProto stub(ElementType type, long[] shape, String name, long bytes) {
    TensorProto.Builder stub =
        TensorProto.newBuilder()
            .setDataType(type.id)
            .setName(name)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    Arrays.stream(shape).forEach(stub::addDims);
    stub.addExternalData(entry("location", LOCATION));
    stub.addExternalData(entry("offset", "0"));
    stub.addExternalData(entry("length", Long.toString(bytes)));
    return stub.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** Takes weights that have left a subgraph off its lists of values. */
  private static void forget(Set<String> gone, Set<String> outputs, GraphProto.Builder out) {
    List<ValueInfoProto> inputs = new ArrayList<>(out.getInputList());
    List<ValueInfoProto> infos = new ArrayList<>(out.getValueInfoList());
    inputs.removeIf(value -> gone.contains(value.getName()));
    infos.removeIf(value -> gone.contains(value.getName()) && !outputs.contains(value.getName()));
    out.clearInput().addAllInput(inputs).clearValueInfo().addAllValueInfo(infos);
  }

  private NodeProto node(NodeProto node, Scope scope) throws IOException {
    NodeProto.Builder out = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      String resolved = scope.resolve(node.getInput(i));
      if (!resolved.equals(node.getInput(i))) {
        out.setInput(i, resolved);
      }
    }
    String owner = node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    // What take() has left in a Constant node it has also reported.
    boolean reported = Constants.value(node).isPresent();
    for (int i = 0; i < node.getAttributeCount(); i++) {
      Kept.Reason reason = reported ? null : Kept.Reason.ATTRIBUTE;
      out.setAttribute(i, attribute(node.getAttribute(i), scope, owner, reason));
    }
    return out.build();
  }

  /**
   * @param scope of the node around it, or null in a function
   * @param reason to report for tensors, or null if they are reported already
   */
  private AttributeProto attribute(
      AttributeProto attribute, Scope scope, String owner, Kept.Reason reason) throws IOException {
    AttributeProto.Builder out = attribute.toBuilder();
    if (attribute.hasT()) {
      out.setT(stays(attribute.getT(), owner, reason));
    }
    for (int i = 0; i < attribute.getTensorsCount(); i++) {
      out.setTensors(i, stays(attribute.getTensors(i), owner, reason));
    }
    if (attribute.hasSparseTensor()) {
      out.setSparseTensor(sparse(attribute.getSparseTensor(), reason));
    }
    for (int i = 0; i < attribute.getSparseTensorsCount(); i++) {
      out.setSparseTensors(i, sparse(attribute.getSparseTensors(i), reason));
    }
    if (attribute.hasG()) {
      out.setG(body(attribute.getG(), scope));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      out.setGraphs(i, body(attribute.getGraphs(i), scope));
    }
    return out.build();
  }

  private GraphProto body(GraphProto graph, Scope scope) throws IOException {
    return scope == null ? functionGraph(graph) : graph(graph, new Scope(scope, graph)).build();
  }

  private FunctionProto function(FunctionProto function) throws IOException {
    FunctionProto.Builder out = function.toBuilder();
    for (int i = 0; i < function.getNodeCount(); i++) {
      out.setNode(i, functionNode(function.getNode(i)));
    }
    for (int i = 0; i < function.getAttributeProtoCount(); i++) {
      AttributeProto attribute = function.getAttributeProto(i);
      out.setAttributeProto(
          i, attribute(attribute, null, attribute.getName(), Kept.Reason.FUNCTION));
    }
    return out.build();
  }

  private NodeProto functionNode(NodeProto node) throws IOException {
    NodeProto.Builder out = node.toBuilder();
    String owner = node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    for (int i = 0; i < node.getAttributeCount(); i++) {
      out.setAttribute(i, attribute(node.getAttribute(i), null, owner, Kept.Reason.FUNCTION));
    }
    return out.build();
  }

  /** A graph within a function: functions see no outer values, so nothing can be moved out. */
  private GraphProto functionGraph(GraphProto graph) throws IOException {
    GraphProto.Builder out = graph.toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      out.setInitializer(i, stays(tensor, tensor.getName(), Kept.Reason.FUNCTION));
    }
    for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
      out.setSparseInitializer(i, sparse(graph.getSparseInitializer(i), Kept.Reason.FUNCTION));
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      out.setNode(i, functionNode(graph.getNode(i)));
    }
    return out.build();
  }

  private SparseTensorProto sparse(SparseTensorProto sparse, Kept.Reason reason)
      throws IOException {
    String owner = sparse.getValues().getName();
    SparseTensorProto.Builder out = sparse.toBuilder();
    if (sparse.hasValues()) {
      out.setValues(stays(sparse.getValues(), owner, reason));
    }
    if (sparse.hasIndices()) {
      out.setIndices(stays(sparse.getIndices(), owner, reason));
    }
    return out.build();
  }

  private TensorProto stays(TensorProto tensor, String owner, Kept.Reason reason)
      throws IOException {
    TensorProto whole = tensors.inlined(tensor, budget);
    if (reason != null) {
      kept.add(new Kept(owner, size(whole), reason));
    }
    return whole;
  }

  private static long size(TensorProto tensor) throws OnnxException {
    long strings = tensor.getStringDataList().stream().mapToLong(s -> s.size()).sum();
    return strings + (tensor.getDataType() == 0 ? 0 : Tensors.byteLength(tensor));
  }

  private TensorAnnotation annotation(TensorAnnotation annotation, Scope scope) {
    TensorAnnotation.Builder out =
        annotation.toBuilder().setTensorName(scope.resolve(annotation.getTensorName()));
    for (int i = 0; i < annotation.getQuantParameterTensorNamesCount(); i++) {
      StringStringEntryProto entry = annotation.getQuantParameterTensorNames(i);
      out.setQuantParameterTensorNames(
          i, entry.toBuilder().setValue(scope.resolve(entry.getValue())));
    }
    return out.build();
  }
}
