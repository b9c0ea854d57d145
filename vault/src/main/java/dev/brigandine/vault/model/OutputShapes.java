package dev.brigandine.vault.model;

import dev.brigandine.bundle.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What shape an output will have, told from the inputs' before the run: by the symbols that the
 * model declares, or, where an axis has none that an input has too, by what it was in the runs so
 * far. A guess: whoever uses it must be able to go on without.
 */
final class OutputShapes {
  /** Runs that are looked at before an axis without a symbol is guessed. */
  private static final int LESSONS = 4;

  /** Wrong guesses after which an output is let be. */
  private static final int STRIKES = 3;

  private final Output[] outputs;

  /** One axis of one input. */
  private record Source(int input, int axis) {}

  private static final class Output {
    /** For each axis its size, or -1. Empty if nothing is known or it is a scalar. */
    final long[] fixed;

    /** For each axis that is not fixed, where its size may be read: all of them must agree. */
    final List<List<Source>> sources = new ArrayList<>();

    /** Which axes have no symbol of an input's. */
    final boolean[] learned;

    /** Of a learned axis: the size it always had, -1 if it had several. */
    final long[] constant;

    int lessons;
    int strikes;
    boolean hopeless;

    Output(int rank) {
      fixed = new long[rank];
      learned = new boolean[rank];
      constant = new long[rank];
    }
  }

  OutputShapes(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    this.outputs = new Output[outputs.size()];
    for (int i = 0; i < this.outputs.length; i++) {
      this.outputs[i] = output(inputs, outputs.get(i).shape());
    }
  }

  private static Output output(List<TensorSpec> inputs, List<String> shape) {
    Output output = new Output(shape.size());
    for (int axis = 0; axis < shape.size(); axis++) {
      String word = shape.get(axis);
      output.fixed[axis] = size(word);
      List<Source> sources = new ArrayList<>();
      if (output.fixed[axis] < 0) {
        boolean symbol = !word.equals("?");
        sources.addAll(sources(inputs, symbol ? word : null));
        if (sources.isEmpty() || !symbol) {
          output.learned[axis] = true;
          sources = sources(inputs, null);
        }
      }
      output.sources.add(sources);
    }
    return output;
  }

  /**
   * @param symbol null for any open axis
   */
  private static List<Source> sources(List<TensorSpec> inputs, String symbol) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      List<String> shape = inputs.get(i).shape();
      for (int axis = 0; axis < shape.size(); axis++) {
        if (symbol == null ? size(shape.get(axis)) < 0 : shape.get(axis).equals(symbol)) {
          sources.add(new Source(i, axis));
        }
      }
    }
    return sources;
  }

  private static long size(String word) {
    boolean number = !word.isEmpty() && word.length() < 18;
    for (int i = 0; number && i < word.length(); i++) {
      number = word.charAt(i) >= '0' && word.charAt(i) <= '9';
    }
    return number ? Long.parseLong(word) : -1;
  }

  /** The shape that output {@code place} will have if all is as ever, or null. */
  long[] guess(int place, Tensor[] inputs) {
    Output output = outputs[place];
    int rank = output.fixed.length;
    if (rank == 0) {
      return null;
    }
    synchronized (output) {
      if (output.hopeless) {
        return null;
      }
      long[] shape = new long[rank];
      for (int axis = 0; axis < rank; axis++) {
        shape[axis] = output.fixed[axis] >= 0 ? output.fixed[axis] : axis(output, axis, inputs);
        if (shape[axis] < 0) {
          return null;
        }
      }
      return shape;
    }
  }

  private static long axis(Output output, int axis, Tensor[] inputs) {
    if (output.learned[axis] && output.lessons < LESSONS) {
      return -1;
    }
    List<Source> sources = output.sources.get(axis);
    if (sources.isEmpty()) {
      return output.learned[axis] ? output.constant[axis] : -1;
    }
    long size = -1;
    for (Source source : sources) {
      long found = read(source, inputs);
      if (found < 0 || (size >= 0 && size != found)) {
        return -1;
      }
      size = found;
    }
    if (output.learned[axis] && output.constant[axis] >= 0 && output.constant[axis] != size) {
      return -1;
    }
    return size;
  }

  private static long read(Source source, Tensor[] inputs) {
    long[] shape = inputs[source.input].shape();
    return source.axis < shape.length ? shape[source.axis] : -1;
  }

  /** Output {@code place} came out in that shape when nobody had guessed. */
  void learn(int place, Tensor[] inputs, long[] shape) {
    Output output = outputs[place];
    synchronized (output) {
      if (output.hopeless || output.fixed.length == 0) {
        return;
      }
      if (shape.length != output.fixed.length) {
        output.hopeless = true;
        return;
      }
      for (int axis = 0; axis < shape.length; axis++) {
        if (output.learned[axis]) {
          long size = shape[axis];
          output.constant[axis] = output.lessons == 0 || output.constant[axis] == size ? size : -1;
          output.sources.get(axis).removeIf(source -> read(source, inputs) != size);
        }
      }
      output.lessons++;
    }
  }

  /**
   * A run that was to write output {@code place} where its guess said failed, and then went well
   * without.
   *
   * @param guessRight whether all guesses of that run were right: then to write there is what fails
   */
  void failed(int place, boolean guessRight) {
    Output output = outputs[place];
    synchronized (output) {
      output.hopeless |= guessRight || ++output.strikes >= STRIKES;
    }
  }
}
