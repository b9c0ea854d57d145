package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From messages to a graph to be edited; see {@link OnnxModel#toGraph}. */
final class GraphReader {
  private final Tensors tensors;
  private final Whole whole;
  private final GraphIndex index;
  private final AttributeReader attributes;
  private final Set<String> used = new HashSet<>();

  private GraphReader(OnnxModel model) {
    this.tensors = model.tensors();
    this.whole = new Whole(tensors);
    this.index = new GraphIndex(model.proto());
    this.attributes = new AttributeReader(tensors, whole);
  }

  static ModelGraph read(OnnxModel model) throws IOException {
    GraphReader reader = new GraphReader(model);
    ModelProto proto = model.proto();
    Graph graph = reader.graph(proto.getGraph(), null);
    List<byte[]> functions = new ArrayList<>();
    for (FunctionProto function : proto.getFunctionsList()) {
      functions.add(FunctionNames.without(reader.whole.of(function)).toByteArray());
    }
    return new ModelGraph(proto.getIrVersion(), opsets(proto), graph, functions);
  }

  private static Map<String, Long> opsets(ModelProto proto) throws OnnxException {
    Map<String, Long> opsets = new HashMap<>();
    for (OperatorSetIdProto set : proto.getOpsetImportList()) {
      Long other = opsets.put(domain(set.getDomain()), set.getVersion());
      if (other != null && other != set.getVersion()) {
        throw GraphNames.bad(
            "the operator set "
                + OnnxException.quote(set.getDomain())
                + " is imported in version "
                + other
                + " and in version "
                + set.getVersion());
      }
    }
    return opsets;
  }

  private static String domain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private String unique(String name) {
    return used.add(name) ? name : index.fresh(name);
  }

  private Graph graph(GraphProto proto, GraphNames outer) throws IOException {
    return new Local(proto, new GraphNames(outer, proto, this::unique)).read();
  }

  /** One graph on its way. */
  private final class Local {
    private final GraphProto proto;
    private final GraphNames names;
    private final Set<String> wanted = new HashSet<>();
    private final Map<String, String> outputNames = new HashMap<>();
    private final Map<String, Constant> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    Local(GraphProto proto, GraphNames names) {
      this.proto = proto;
      this.names = names;
      proto.getOutputList().forEach(output -> wanted.add(output.getName()));
    }

    Graph read() throws IOException {
      for (TensorProto tensor : proto.getInitializerList()) {
        if (!isStrings(tensor)) {
          constant(tensor);
        } else {
          AttributeProto.Builder value = AttributeProto.newBuilder().setName("value");
          value.setType(AttributeProto.AttributeType.TENSOR).setT(tensor.toBuilder().clearName());
          nodes.add(constantNode(value.build(), names.own(tensor.getName())));
        }
      }
      for (SparseTensorProto sparse : proto.getSparseInitializerList()) {
        AttributeProto.Builder value = AttributeProto.newBuilder().setName("sparse_value");
        SparseTensorProto.Builder unnamed = sparse.toBuilder();
        unnamed.getValuesBuilder().clearName();
        unnamed.getIndicesBuilder().clearName();
        value.setType(AttributeProto.AttributeType.SPARSE_TENSOR).setSparseTensor(unnamed);
        nodes.add(constantNode(value.build(), names.own(sparse.getValues().getName())));
      }
      List<NodeProto> rest = new ArrayList<>();
      for (NodeProto node : proto.getNodeList()) {
        Optional<TensorProto> constant = Constants.value(node);
        if (constant.isPresent() && !isStrings(constant.get())) {
          constant(constant.get());
        } else {
          rest.add(node);
        }
      }
      for (NodeProto node : rest) {
        nodes.add(node(node));
      }
      Map<String, ValueType> outputs = outputs();
      return new Graph(inputs(), outputs, NodeOrder.of(nodes), constants);
    }

    private static boolean isStrings(TensorProto tensor) {
      return tensor.getDataType() == ElementType.STRING.id;
    }

    private void constant(TensorProto tensor) throws IOException {
      String name = tensor.getName();
      String own = names.own(name);
      if (wanted.contains(name)) {
        // The output keeps its name, so the constant needs another.
        String hidden = index.fresh(name);
        names.redirect(name, hidden);
        outputNames.put(name, own);
        nodes.add(Node.of("Identity", List.of(hidden), List.of(own)));
        own = hidden;
      }
      constants.put(own, attributes.constant(tensor));
    }

    private Node constantNode(AttributeProto value, String output) throws IOException {
      Attribute opaque = new Attribute.Opaque(whole.of(value).toByteArray());
      return Node.of("Constant", List.of(), List.of(output))
          .withAttributes(Map.of(value.getName(), opaque));
    }

    private Node node(NodeProto node) throws IOException {
      if (!node.getOverload().isEmpty()) {
        throw GraphNames.bad(
            GraphNames.describe(node) + " names an overload of a function, which is not read");
      }
      List<String> inputs = new ArrayList<>();
      for (int i = 0; i < node.getInputCount(); i++) {
        String name = node.getInput(i);
        String resolved = name.isEmpty() ? name : names.resolve(name);
        if (resolved == null || !node.getInputBytes(i).isValidUtf8()) {
          throw GraphNames.bad(
              GraphNames.describe(node)
                  + " reads "
                  + OnnxException.quote(name)
                  + ", which nothing makes");
        }
        inputs.add(resolved);
      }
      List<String> outputs = new ArrayList<>();
      for (String name : node.getOutputList()) {
        outputs.add(name.isEmpty() ? name : names.own(name));
      }
      Map<String, Attribute> read = new LinkedHashMap<>();
      for (AttributeProto attribute : node.getAttributeList()) {
        Attribute value = attributes.read(attribute, body -> graph(body, names));
        if (read.put(attribute.getName(), value) != null) {
          throw GraphNames.bad(
              GraphNames.describe(node)
                  + " has the attribute "
                  + OnnxException.quote(attribute.getName())
                  + " twice");
        }
      }
      String domain = domain(node.getDomain());
      return new Node(node.getName(), domain, node.getOpType(), inputs, outputs, read);
    }

    private Map<String, ValueType> inputs() {
      Map<String, ValueType> inputs = new LinkedHashMap<>();
      for (ValueInfoProto input : proto.getInputList()) {
        if (!names.isGiven(input.getName())) {
          inputs.put(names.own(input.getName()), ValueTypes.of(input));
        }
      }
      return inputs;
    }

    private Map<String, ValueType> outputs() throws OnnxException {
      Map<String, ValueType> outputs = new LinkedHashMap<>();
      for (ValueInfoProto output : proto.getOutputList()) {
        String name = output.getName();
        String made = outputNames.getOrDefault(name, names.own(name));
        if (made == null || !output.getNameBytes().isValidUtf8()) {
          throw GraphNames.bad(
              "output " + OnnxException.quote(name) + " is made by nothing in its graph");
        }
        if (outputs.containsKey(made)) {
          if (names.isMain()) {
            throw GraphNames.bad("output " + OnnxException.quote(name) + " is there twice");
          }
          // Outputs of bodies go by position, and here by name as well.
          String copy = index.fresh(name);
          nodes.add(Node.of("Identity", List.of(made), List.of(copy)));
          made = copy;
        }
        outputs.put(made, ValueTypes.of(output));
      }
      return outputs;
    }
  }
}
