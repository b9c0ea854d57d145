package dev.brigandine.vault.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.runtime.ProtectedModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model takes and gives, and whether a request is like that. All that can be told without
 * the engine is told here, before the run is counted.
 */
final class Face {
  /**
   * An empty tensor costs its sender nothing, and its other axes may still size what a model makes
   * on its way.
   */
  private static final long MAX_AXES_OF_EMPTY = 1 << 16;

  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final ElementType[] inputTypes;
  private final long[][] inputShapes;
  private final Map<String, Integer> inputPlaces = new HashMap<>();
  private final Map<String, Integer> outputPlaces = new HashMap<>();
  private final int[] allOutputs;

  Face(ProtectedModel model) {
    inputs = model.inputs();
    outputs = model.outputs();
    inputTypes = new ElementType[inputs.size()];
    inputShapes = new long[inputs.size()][];
    Map<String, NodeInfo> infos = model.getInputInfo();
    for (int i = 0; i < inputs.size(); i++) {
      String name = inputs.get(i).name();
      inputPlaces.put(name, i);
      inputTypes[i] = ElementType.ofWord(inputs.get(i).type()).orElseThrow();
      inputShapes[i] = ((TensorInfo) infos.get(name).getInfo()).getShape();
    }
    allOutputs = new int[outputs.size()];
    for (int i = 0; i < allOutputs.length; i++) {
      outputPlaces.put(outputs.get(i).name(), i);
      allOutputs[i] = i;
    }
  }

  List<TensorSpec> inputs() {
    return inputs;
  }

  List<TensorSpec> outputs() {
    return outputs;
  }

  /** -1 for an open axis; no axes at all if nothing is known of them. */
  long[] inputShape(int input) {
    return inputShapes[input];
  }

  ElementType inputType(int input) {
    return inputTypes[input];
  }

  /**
   * The inputs in the model's order.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT})
   */
  Tensor[] inputs(Request request) {
    Tensor[] ordered = new Tensor[inputTypes.length];
    for (Tensor tensor : request.inputs()) {
      Integer place = inputPlaces.get(tensor.name());
      if (place == null) {
        throw bad("the model has no input '" + tensor.name() + "'", inputNames());
      }
      if (ordered[place] != null) {
        throw bad("input '" + tensor.name() + "' is there twice", null);
      }
      check(tensor, inputTypes[place], inputShapes[place]);
      ordered[place] = tensor;
    }
    for (int i = 0; i < ordered.length; i++) {
      if (ordered[i] == null) {
        throw bad("input '" + inputs.get(i).name() + "' is missing", inputNames());
      }
    }
    return ordered;
  }

  /**
   * Places of the outputs wanted.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT})
   */
  int[] outputs(Request request) {
    if (request.outputs().isEmpty()) {
      return allOutputs;
    }
    int[] places = new int[request.outputs().size()];
    for (int i = 0; i < places.length; i++) {
      String name = request.outputs().get(i);
      Integer place = outputPlaces.get(name);
      if (place == null) {
        throw bad(
            "the model has no output '" + name + "'",
            "its outputs are " + String.join(", ", outputPlaces.keySet()));
      }
      for (int before = 0; before < i; before++) {
        if (places[before] == place) {
          throw bad("output '" + name + "' is asked for twice", null);
        }
      }
      places[i] = place;
    }
    return places;
  }

  private String inputNames() {
    return "the model's inputs are "
        + String.join(", ", inputs.stream().map(TensorSpec::name).toList());
  }

  private static void check(Tensor tensor, ElementType type, long[] wanted) {
    if (tensor.type() != type) {
      throw bad(
          "input '"
              + tensor.name()
              + "' has type "
              + tensor.type().protocolName()
              + ", the model wants "
              + type.protocolName(),
          null);
    }
    long[] has = tensor.shape();
    boolean fits = wanted.length == 0 || has.length == wanted.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = wanted[i] < 0 || has[i] == wanted[i];
    }
    if (!fits) {
      throw bad(
          "input '"
              + tensor.name()
              + "' has shape "
              + Arrays.toString(has)
              + ", the model wants "
              + Arrays.toString(wanted),
          "-1 stands for any size");
    }
    if (!tensor.data().hasRemaining()) {
      checkEmpty(tensor);
    }
  }

  private static void checkEmpty(Tensor tensor) {
    long product = 1;
    for (long axis : tensor.shape()) {
      if (axis > MAX_AXES_OF_EMPTY || product > MAX_AXES_OF_EMPTY) {
        throw bad(
            "input '"
                + tensor.name()
                + "' is empty, and has shape "
                + Arrays.toString(tensor.shape()),
            "of an empty tensor the other axes may have "
                + MAX_AXES_OF_EMPTY
                + " elements together");
      }
      product *= Math.max(1, axis);
    }
  }

  private static BrigandineException bad(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }
}
