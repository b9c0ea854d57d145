package dev.brigandine.bundle;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What an armored model is to its user, and which key tensors its graph takes besides. It stands in
 * the encrypted tensor index, since the names of inputs and outputs tell what a model is.
 *
 * @param inputs the model's inputs, in order
 * @param outputs the model's outputs, in order
 * @param keys the key tensors, in the order in which they are derived
 */
public record ModelInterface(List<Port> inputs, List<Port> outputs, List<KeySpec> keys) {
  private static final long MAX_KEY_ELEMENTS = 1 << 26;

  /**
   * An input or output.
   *
   * @param spec name, type and shape as the user knows them
   * @param alias what the graph calls it
   */
  public record Port(TensorSpec spec, String alias) {
    /** Refuses null. */
    public Port {
      Objects.requireNonNull(spec, "spec");
      Objects.requireNonNull(alias, "alias");
    }
  }

  /** Copies the lists. */
  public ModelInterface {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    keys = List.copyOf(keys);
  }

  /** Which rule this breaks for a model of these parts, or null. */
  String flawOrNull(List<TensorIndex.Part> parts) {
    Set<String> fed = new HashSet<>();
    if (!distinct(inputs, fed) || !distinct(outputs, new HashSet<>())) {
      return "an input or output comes twice";
    }
    long elements = 0;
    for (KeySpec key : keys) {
      elements += key.elements();
      if (!fed.add(key.input())) {
        return "a key tensor is for an input of its own";
      }
    }
    if (elements > MAX_KEY_ELEMENTS) {
      return "all key tensors have at most " + MAX_KEY_ELEMENTS + " elements together";
    }
    Set<String> read = new HashSet<>();
    Set<String> made = new HashSet<>();
    for (TensorIndex.Part part : parts) {
      for (String input : part.inputs()) {
        if (!fed.contains(input) && !made.contains(input)) {
          return "a part reads only inputs, key tensors and what an earlier part makes";
        }
        read.add(input);
      }
      made.addAll(part.outputs());
    }
    if (!read.containsAll(fed)) {
      return "an input and a key tensor are read by some part";
    }
    for (Port output : outputs) {
      if (!made.contains(output.alias())) {
        return "an output is made by some part";
      }
    }
    for (KeySpec key : keys) {
      if (made.contains(key.input())) {
        return "no part makes a key tensor";
      }
    }
    return null;
  }

  private static boolean distinct(List<Port> ports, Set<String> aliases) {
    Set<String> names = new HashSet<>();
    for (Port port : ports) {
      if (!names.add(port.spec().name()) || !aliases.add(port.alias())) {
        return false;
      }
    }
    return true;
  }
}
