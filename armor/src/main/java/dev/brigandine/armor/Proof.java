package dev.brigandine.armor;

import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.locks.Plan;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs original and rewritten model on the samples and compares their answers. */
final class Proof {
  private final Subject subject;
  private final List<Map<String, Tensor>> wanted = new ArrayList<>();

  private Proof(Subject subject) {
    this.subject = subject;
  }

  /** Runs the original. */
  static Proof of(Subject subject) throws OnnxException {
    Proof proof = new Proof(subject);
    try (LoadedModel original = LoadedModel.open(subject.original())) {
      for (List<SampleTensor> sample : subject.samples()) {
        proof.wanted.add(original.run(sample));
      }
    }
    return proof;
  }

  /**
   * Whether the original's answers would hide a wrong rewrite: in every sample an output is no
   * tensor that can be read, or has no finite number, or is a probability next to zero all over.
   */
  boolean isBlind() {
    Tolerances tolerances = new Tolerances(subject.graph().graph(), subject.exact());
    for (String output : subject.graph().graph().outputs().keySet()) {
      if (wanted.stream().noneMatch(all -> tolerances.tells(output, all.get(output)))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first difference, if there is one; it names the output, and the first node whose value is
   * not what the rewrite makes of the original's.
   */
  Optional<Difference> of(Plan plan, Rewrite rewrite) throws OnnxException {
    Map<String, String> names = rewrite.publicNames(subject.graph());
    List<KeyTensor> keys = rewrite.renamed(plan.keys());
    // The original is closed by now: both at once would need memory for both.
    try (LoadedModel rewritten = LoadedModel.open(rewrite.model())) {
      for (int i = 0; i < wanted.size(); i++) {
        List<SampleTensor> inputs = renamed(subject.samples().get(i), names);
        inputs.addAll(tensors(keys, rewrite));
        Optional<Difference> found =
            compare(subject, plan, rewrite, wanted.get(i), rewritten.run(inputs), i);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Difference> compare(
      Subject subject,
      Plan plan,
      Rewrite rewrite,
      Map<String, Tensor> wanted,
      Map<String, Tensor> got,
      int run) {
    ModelGraph graph = subject.graph();
    Map<String, String> names = rewrite.publicNames(graph);
    Tolerances tolerances = new Tolerances(graph.graph(), subject.exact());
    for (String output : graph.graph().outputs().keySet()) {
      if (!wanted.containsKey(output)) {
        continue;
      }
      Closeness closeness =
          tolerances.compare(output, wanted.get(output), got.get(names.get(output)));
      if (!closeness.close()) {
        String what = "output " + OnnxException.quote(output) + ", " + closeness.reason();
        return Optional.of(
            new Difference(what + Blame.of(subject, plan, rewrite, run), closeness.relative()));
      }
    }
    return Optional.empty();
  }

  static List<SampleTensor> renamed(List<SampleTensor> sample, Map<String, String> names) {
    List<SampleTensor> renamed = new ArrayList<>();
    for (SampleTensor input : sample) {
      renamed.add(
          new SampleTensor(
              names.get(input.name()), input.type(), input.shape(), input.data(), input.strings()));
    }
    return renamed;
  }

  /** The key tensors as inputs. */
  static List<SampleTensor> tensors(List<KeyTensor> keys, Rewrite rewrite) {
    List<SampleTensor> tensors = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      tensors.add(tensor(keys.get(i), rewrite.keys().get(i)));
    }
    return tensors;
  }

  /** A key tensor as an input. */
  static SampleTensor tensor(KeyTensor key, ByteBuffer elements) {
    long[] shape = key.shape().stream().mapToLong(Long::longValue).toArray();
    String type = key.kind() == KeyTensor.Kind.PERMUTE ? "int64" : "float32";
    return new SampleTensor(key.input(), type, shape, elements, List.of());
  }
}
