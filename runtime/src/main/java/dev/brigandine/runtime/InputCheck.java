package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Checks names, types and shapes before ONNX Runtime does, so that the error can be shown: ONNX
 * Runtime's own may name nodes inside the model, these name what the manifest shows anyway.
 */
final class InputCheck {
  private final Map<String, NodeInfo> inputs;
  private final Map<String, NodeInfo> outputs;

  InputCheck(Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  void inputs(Map<String, ? extends OnnxTensorLike> given) {
    for (Map.Entry<String, ? extends OnnxTensorLike> entry : given.entrySet()) {
      NodeInfo wanted = inputs.get(entry.getKey());
      if (wanted == null) {
        throw bad(
            "the model has no input '" + entry.getKey() + "'", "its inputs are " + inputs.keySet());
      }
      if (entry.getValue() == null) {
        throw bad("input '" + entry.getKey() + "' is null", null);
      }
      if (wanted.getInfo() instanceof TensorInfo info) {
        tensor(entry.getKey(), entry.getValue().getInfo(), info);
      }
    }
    if (given.size() != inputs.size()) {
      for (String name : inputs.keySet()) {
        if (!given.containsKey(name)) {
          throw bad("input '" + name + "' is missing", "the model's inputs are " + inputs.keySet());
        }
      }
    }
  }

  void outputs(Set<String> requested, Set<String> pinned) {
    if (requested.isEmpty() && pinned.isEmpty()) {
      throw bad("no output is asked for", "the model's outputs are " + outputs.keySet());
    }
    for (String name : requested) {
      output(name);
      if (pinned.contains(name)) {
        throw bad("output '" + name + "' is both requested and pinned", null);
      }
    }
    for (String name : pinned) {
      output(name);
    }
  }

  private void output(String name) {
    if (!outputs.containsKey(name)) {
      throw bad("the model has no output '" + name + "'", "its outputs are " + outputs.keySet());
    }
  }

  private static void tensor(String name, TensorInfo given, TensorInfo wanted) {
    if (given.onnxType != wanted.onnxType) {
      throw bad(
          "input '" + name + "' has type " + type(given) + ", the model wants " + type(wanted),
          null);
    }
    long[] has = given.getShape();
    long[] wants = wanted.getShape();
    // ONNX Runtime reports an unknown rank like a scalar's, so there is nothing to hold it against.
    boolean fits = wants.length == 0 || has.length == wants.length;
    for (int i = 0; fits && i < wants.length; i++) {
      fits = wants[i] < 0 || has[i] == wants[i];
    }
    if (!fits) {
      throw bad(
          "input '"
              + name
              + "' has shape "
              + Arrays.toString(has)
              + ", the model wants "
              + shape(wanted),
          "-1 stands for any size");
    }
  }

  private static String type(TensorInfo info) {
    return info.type.toString().toLowerCase(Locale.ROOT);
  }

  private static String shape(TensorInfo info) {
    return Arrays.toString(info.getShape());
  }

  private static BrigandineException bad(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }
}
