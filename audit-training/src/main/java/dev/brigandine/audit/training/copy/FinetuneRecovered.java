package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.recover.Recovery;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.audit.training.torch.UnsupportedGraphException;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tunes what base recovery makes of a captured copy, against tuning the base itself with the same
 * samples. As good as the recovery: see there for what it leaves out.
 */
public final class FinetuneRecovered implements Attack {
  private static final int[] COUNTS = {60, 600};

  private final BlackBox blackBox = new BlackBox();

  @Override
  public AttackCard card() {
    return new AttackCard(
        "finetune-recovered",
        "Recovery with the public base, then fine-tuning",
        Family.COPY,
        List.of("AML.T0044", "AML.T0005", "AML.T0024.002"),
        "graph and weights as captured, without key tensors; the public base; no, 60 and 600"
            + " labelled samples",
        "the captured weights are brought back into the base's form, then all are tuned; the black"
            + " box is the base, tuned in the same way (as TEESlice measures, Zhang et al. 2024)",
        true,
        true,
        Effort.MINUTES);
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (target.base().isEmpty()) {
      return Optional.of("it needs the public base model: give --base");
    }
    try {
      TorchGraph.check(OnnxModel.read(target.base().get()).toGraph());
    } catch (UnsupportedGraphException e) {
      return Optional.of(e.getMessage());
    } catch (OnnxException e) {
      return Optional.of("the base cannot be read");
    }
    return Hindrances.copying(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    ModelGraph base = OnnxModel.read(target.base().orElseThrow()).toGraph();
    Map<String, String> names = names(target.original().toGraph().graph(), base.graph());
    Training training = new Training(target, run);
    ModelGraph recovered =
        Recovery.of(
                target.captured(),
                base,
                false,
                run.seed(),
                (share, what) -> run.progress(0.3 * share, what))
            .model();
    Told told = new Told(target);
    told.untuned(training.score(recovered, names), training.score(base, names));
    Lessons.Teacher teacher = Lessons.strongest(target);
    int[] counts = Counts.within(COUNTS, target.data().pool().count());
    Scale scale = Scale.of(base);
    Shares shares =
        new Shares(
            run,
            (1.0 + BlackBox.WEIGHT) * counts.length * scale.recipes(),
            "tunes the recovered copy");
    Training.Start start = new Training.Start(recovered, names, name -> true);
    for (int count : counts) {
      if (told.hasSome() && training.isLate()) {
        break;
      }
      Lessons lessons = Lessons.of(target, count, teacher, run.seed());
      Training.Trained surrogate =
          training.best(List.of(start), lessons, scale.tuning(count), shares, 1);
      Training.Trained black = blackBox.trained(target, count, teacher, lessons, training, shares);
      told.compared(count, teacher, surrogate, black);
    }
    return training.noted(told.outcome("recovered copy tuned"));
  }

  /** What the original's inputs and outputs are called in the base: in the same order. */
  static Map<String, String> names(Graph original, Graph base) {
    Map<String, String> names = new LinkedHashMap<>();
    pair(original.inputs().keySet(), base.inputs().keySet(), names);
    pair(original.outputs().keySet(), base.outputs().keySet(), names);
    return names;
  }

  private static void pair(
      Iterable<String> originals, java.util.Set<String> bases, Map<String, String> names) {
    List<String> theirs = new ArrayList<>(bases);
    int next = 0;
    for (String name : originals) {
      if (bases.contains(name)) {
        names.put(name, name);
      } else if (next < theirs.size()) {
        names.put(name, theirs.get(next));
      }
      next++;
    }
  }
}
