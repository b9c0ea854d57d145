package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Node;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One computation of a node.
 *
 * @param inputs null where one is left out
 * @param manager of what is made
 * @param opset of ONNX's own operators
 * @param training whether normalizations go by the batch at hand
 */
record Call(Node node, List<Value> inputs, NDManager manager, long opset, boolean training) {
  boolean has(int input) {
    return input < inputs.size() && inputs.get(input) != null;
  }

  Value in(int input) {
    return inputs.get(input);
  }

  /** The input in floats. */
  NDArray real(int input) {
    return real(in(input));
  }

  /** A value in floats. */
  NDArray real(Value value) {
    if (value instanceof Real real) {
      return real.array();
    }
    Whole whole = (Whole) value;
    float[] floats = new float[whole.elements().length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = whole.elements()[i];
    }
    return manager.create(floats, new Shape(whole.shape()));
  }

  /** Truth values for PyTorch. */
  NDArray truth(Whole whole) {
    boolean[] flags = new boolean[whole.elements().length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = whole.elements()[i] != 0;
    }
    return manager.create(flags, new Shape(whole.shape()));
  }

  /** Indices for PyTorch, those below 0 counted from the end of {@code size}. */
  NDArray indices(Whole whole, long size) {
    long[] places = LongStream.of(whole.elements()).map(i -> i < 0 ? i + size : i).toArray();
    return manager.create(places, new Shape(places.length));
  }

  /** The input in integers. */
  Whole whole(int input) {
    return whole(in(input));
  }

  static Whole whole(Value value) {
    if (value instanceof Whole whole) {
      return whole;
    }
    float[] floats = ((Real) value).array().toType(DataType.FLOAT32, false).toFloatArray();
    long[] elements = new long[floats.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (long) floats[i];
    }
    return new Whole(value.shape(), elements);
  }

  /** A single float of an input, or of an attribute; {@code absent} without either. */
  float number(int input, String attribute, float absent) {
    if (has(input)) {
      return in(input) instanceof Whole whole
          ? whole.elements()[0]
          : ((Real) in(input)).array().toFloatArray()[0];
    }
    return number(attribute, absent);
  }

  float number(String attribute, float absent) {
    return node.attributes().get(attribute) instanceof Attribute.Real real ? real.value() : absent;
  }

  long integer(String attribute, long absent) {
    return node.integer(attribute, absent);
  }

  /** Integers of an input or, as older opsets have it, of an attribute; null without either. */
  long[] integers(int input, String attribute) {
    if (has(input)) {
      return whole(input).elements();
    }
    return integers(attribute);
  }

  long[] integers(String attribute) {
    List<Long> found = node.integers(attribute);
    return found == null ? null : found.stream().mapToLong(Long::longValue).toArray();
  }

  /** Something that only shows while it runs. */
  IllegalArgumentException unsupported(String what) {
    return new IllegalArgumentException(node.op() + " with " + what + " is not computed here");
  }
}
