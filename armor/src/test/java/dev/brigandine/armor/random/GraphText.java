package dev.brigandine.armor.random;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A graph to be read by people. */
public final class GraphText {
  private static final int MOST_ELEMENTS = 8;

  private final StringBuilder text = new StringBuilder();

  private GraphText() {}

  /** One line a node, constants where they are read. */
  public static String of(ModelGraph model) {
    GraphText writer = new GraphText();
    writer.text.append("opsets ").append(model.opsets()).append('\n');
    writer.graph(model.graph(), "");
    return writer.text.toString();
  }

  private void graph(Graph graph, String indent) {
    graph.inputs().forEach((name, type) -> line(indent, "input " + name + " " + type(type)));
    for (Map.Entry<String, Constant> constant : graph.constants().entrySet()) {
      line(indent, constant.getKey() + " = " + constant(constant.getValue()));
    }
    graph.nodes().forEach(node -> node(node, indent));
    graph.outputs().forEach((name, type) -> line(indent, "output " + name + " " + type(type)));
  }

  private void node(Node node, String indent) {
    List<String> attributes = new ArrayList<>();
    node.attributes()
        .forEach(
            (name, value) -> {
              if (!(value instanceof Attribute.Body) && !(value instanceof Attribute.Bodies)) {
                attributes.add(name + "=" + attribute(value));
              }
            });
    String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
    line(
        indent,
        String.join(", ", node.outputs())
            + " = "
            + domain
            + node.op()
            + (attributes.isEmpty() ? "" : attributes.toString())
            + "("
            + String.join(", ", node.inputs())
            + ")");
    node.attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof Attribute.Body body) {
                line(indent, "  " + name + ":");
                graph(body.value(), indent + "    ");
              }
            });
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }

  private static String type(ValueType type) {
    return type.elementType() + (type.dims() == null ? "" : type.dims().toString());
  }

  private static String attribute(Attribute value) {
    if (value instanceof Attribute.Int number) {
      return Long.toString(number.value());
    } else if (value instanceof Attribute.Real number) {
      return Float.toString(number.value());
    } else if (value instanceof Attribute.Text word) {
      return word.value();
    } else if (value instanceof Attribute.Ints numbers) {
      return numbers.values().toString();
    } else if (value instanceof Attribute.Reals numbers) {
      return numbers.values().toString();
    } else if (value instanceof Attribute.Tensor tensor) {
      return constant(tensor.value());
    }
    return value.getClass().getSimpleName();
  }

  private static String constant(Constant constant) {
    String type = constant.elementType() + constant.shape().toString();
    if (constant.count() > MOST_ELEMENTS) {
      return type;
    }
    try {
      ByteBuffer data = constant.load();
      List<String> elements = new ArrayList<>();
      while (data.hasRemaining()) {
        elements.add(
            switch (constant.elementType()) {
              case Draft.FLOAT -> Float.toString(data.getFloat());
              case Draft.DOUBLE -> Double.toString(data.getDouble());
              case Draft.INT64 -> Long.toString(data.getLong());
              case Draft.INT32 -> Integer.toString(data.getInt());
              default -> Integer.toString(data.get());
            });
      }
      return type + " " + elements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
