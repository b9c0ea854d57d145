package dev.brigandine.armor;

import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.locks.Plan;
import dev.brigandine.armor.rules.Gate;
import dev.brigandine.armor.symmetry.Changed;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the first node whose value is not what the rewrite makes of the original's. */
final class Blame {
  /** Larger models answer too much at once. */
  private static final long MOST_BYTES = 1L << 30;

  private Blame() {}

  /** A clause for the message; empty if nothing can be told. */
  static String of(Subject subject, Plan plan, Rewrite rewrite, int run) {
    try {
      return find(subject, plan, rewrite, run);
    } catch (IOException | RuntimeException e) {
      // What went wrong is said already; where is more than can be told of this model.
      return "";
    }
  }

  private static String find(Subject subject, Plan plan, Rewrite rewrite, int run)
      throws IOException {
    Graph graph = subject.graph().graph();
    List<String> values = new ArrayList<>();
    long bytes = 0;
    for (Node node : graph.nodes()) {
      for (String value : node.outputs()) {
        if (!value.isEmpty() && subject.shapes().knows(value)) {
          values.add(value);
          bytes += 8 * subject.shapes().count(value);
        }
      }
    }
    if (bytes > MOST_BYTES) {
      return "";
    }
    List<SampleTensor> inputs = subject.samples().get(run);
    List<SampleTensor> withKeys = new ArrayList<>(inputs);
    withKeys.addAll(Proof.tensors(plan.keys(), rewrite));
    Map<String, Tensor> wanted = LoadedModel.run(subject.graph(), inputs, values);
    Map<String, Tensor> got = LoadedModel.run(rewrite.plain(), withKeys, values);
    for (Node node : graph.nodes()) {
      for (String value : node.outputs()) {
        Tensor original = wanted.get(value);
        if (original == null || original.data().remaining() == 0) {
          continue;
        }
        Tensor expected = changed(original, rewrite, value);
        if (!Closeness.of(expected, got.get(value), 1e-3).close()) {
          String name = node.name().isEmpty() ? value : node.name();
          boolean gate = Gate.is(plan.analysis().around().maker(value));
          return "; the first to differ is the "
              + node.op()
              + " node "
              + OnnxException.quote(name)
              + (gate ? ", behind a lock" : ", by the symmetries of its weights");
        }
      }
    }
    return "; no single node is to blame, so roundings add up";
  }

  private static Tensor changed(Tensor original, Rewrite rewrite, String value) throws IOException {
    byte[] raw = new byte[original.data().remaining()];
    original.data().get(raw);
    List<Long> shape = new ArrayList<>();
    for (long size : original.shape()) {
      shape.add(size);
    }
    Constant constant = Constant.of(original.elementType(), shape, raw);
    Constant changed = Changed.of(constant, rewrite.choice().changes(value));
    return new Tensor(original.elementType(), original.shape(), changed.load(), List.of());
  }
}
