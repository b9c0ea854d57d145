package dev.brigandine.onnx.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An application of an operator. Immutable.
 *
 * @param name for people; may be empty, need not be unique
 * @param domain empty for ONNX's own operators ({@code ai.onnx} is read as empty)
 * @param op {@code MatMul}
 * @param inputs names of values; empty for an optional input left out
 * @param outputs names of values; empty for an output not wanted
 * @param attributes by name, in a stable order
 */
public record Node(
    String name,
    String domain,
    String op,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {
  /** Copies the lists; the map must not change. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Of ONNX's own domain, unnamed and without attributes. */
  public static Node of(String op, List<String> inputs, List<String> outputs) {
    return new Node("", "", op, inputs, outputs, Map.of());
  }

  /** Whether it is this one of ONNX's own operators. */
  public boolean is(String standardOp) {
    return domain.isEmpty() && op.equals(standardOp);
  }

  /** The name of the input, or empty if it is left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** The name of the output, or empty if it is not wanted. */
  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  /** The integer attribute, or {@code absent}. */
  public long integer(String attribute, long absent) {
    return attributes.get(attribute) instanceof Attribute.Int found ? found.value() : absent;
  }

  /** The attribute's integers, or null if it is not there. */
  public List<Long> integers(String attribute) {
    return attributes.get(attribute) instanceof Attribute.Ints found ? found.values() : null;
  }

  /** The text attribute, or {@code absent}. */
  public String text(String attribute, String absent) {
    return attributes.get(attribute) instanceof Attribute.Text found ? found.value() : absent;
  }

  /** The graphs in its attributes, in order. */
  public List<Graph> bodies() {
    List<Graph> bodies = new ArrayList<>();
    for (Attribute attribute : attributes.values()) {
      if (attribute instanceof Attribute.Body body) {
        bodies.add(body.value());
      } else if (attribute instanceof Attribute.Bodies several) {
        bodies.addAll(several.values());
      }
    }
    return bodies;
  }

  /** The names of all values it reads, those that its bodies read from outside included. */
  public Set<String> reads() {
    Set<String> reads = new LinkedHashSet<>(inputs);
    reads.remove("");
    for (Graph body : bodies()) {
      reads.addAll(body.reads());
    }
    return reads;
  }

  /** The same, reading other values. */
  public Node withInputs(List<String> others) {
    return new Node(name, domain, op, others, outputs, attributes);
  }

  /** The same with every input's name put through {@code renamed}, empty ones excepted. */
  public Node mapInputs(UnaryOperator<String> renamed) {
    return withInputs(inputs.stream().map(in -> in.isEmpty() ? in : renamed.apply(in)).toList());
  }

  /** The same, making other values. */
  public Node withOutputs(List<String> others) {
    return new Node(name, domain, op, inputs, others, attributes);
  }

  /** The same with other attributes. */
  public Node withAttributes(Map<String, Attribute> others) {
    return new Node(name, domain, op, inputs, outputs, others);
  }

  /** The same with another name. */
  public Node withName(String other) {
    return new Node(other, domain, op, inputs, outputs, attributes);
  }
}
