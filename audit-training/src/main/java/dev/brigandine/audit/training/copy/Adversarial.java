package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Adversarial examples made on the captured copy against those made on a black-box surrogate: how
 * many change the victim's answer, at the same L∞ bound. Against inputs of one float tensor only;
 * says nothing of physical or semantic changes.
 */
public final class Adversarial implements Attack {
  /** What a copy must add to a surrogate's success to count. */
  private static final double MARGIN = 0.05;

  private static final int QUERIES = 1000;

  private final BlackBoxNetwork blackBox = new BlackBoxNetwork();

  @Override
  public AttackCard card() {
    return new AttackCard(
        "adversarial",
        "Adversarial examples made on the copy",
        Family.COPY,
        List.of("AML.T0043.000", "AML.T0043.003"),
        "a captured copy; for comparison a surrogate trained on 1,000 answers",
        "projected gradient descent on the margin (Madry et al. 2018; Carlini and Wagner 2017), 20"
            + " steps within 8/255 of the range of values, against the class that the victim gives",
        true,
        false,
        Effort.MINUTES);
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (target.yardstick().task() != Yardstick.Task.CLASSES) {
      return Optional.of("the model answers no classes");
    }
    List<SampleTensor> inputs = target.data().test().item(0);
    if (inputs.size() != 1 || !inputs.get(0).type().equals("float32")) {
      return Optional.of("the inputs are not one tensor of floats that could be moved a little");
    }
    if (!target.data().test().batched()) {
      return Optional.of("the samples do not go several to a run");
    }
    return Hindrances.training(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    Victim victim = Victim.of(target);
    TorchGraph surrogate = blackBox.of(target, run, QUERIES);
    String output = target.yardstick().output();
    double black = victim.success(surrogate, Map.of(), output, run);
    double random = victim.randomly(run);
    List<Figure> figures = new ArrayList<>();
    double white = Double.NaN;
    double without = Double.NaN;
    Optional<Captured> captured = Hindrances.captured(target);
    if (captured.isPresent()) {
      Captured copy = captured.get();
      white = success(victim, copy.withKeys(), copy.names(), output, run);
      figures.add(Figure.share("white-box-success", "success, made on the copy with keys", white));
      if (!Unlocked.missing(copy).isEmpty()) {
        ModelGraph keyless = Unlocked.of(copy, Unlocked.Start.IDENTITY, run.seed()).graph();
        without = success(victim, keyless, copy.names(), output, run);
        figures.add(
            Figure.share(
                "copy-without-keys-success", "success, made on the copy without keys", without));
      }
    }
    figures.add(Figure.share("black-box-success", "success, made on a black-box surrogate", black));
    figures.add(Figure.share("random-success", "success of random noise", random));
    figures.add(Figure.count("attacked", "samples attacked", victim.count()));
    return outcome(white, without, black, figures);
  }

  /** White is no number where nothing was captured, without where no key is missing. */
  private static Outcome outcome(double white, double without, double black, List<Figure> figures) {
    String note =
        "Within 8/255 of the range of values, towards any other class than the victim's own; the"
            + " surrogate has the original's architecture.";
    if (Double.isNaN(white)) {
      return new Outcome(
              Verdict.NOTHING,
              String.format(Locale.ROOT, "no copy; by black box %.2f", black),
              figures,
              List.of(),
              List.of())
          .note(note);
    }
    Verdict verdict = white - black <= MARGIN ? Verdict.NOTHING : Verdict.FULL;
    return new Outcome(
            verdict,
            String.format(
                Locale.ROOT,
                "fooled by %.2f of examples%s, black box %.2f",
                white,
                Double.isNaN(without)
                    ? ""
                    : String.format(Locale.ROOT, ", without keys %.2f", without),
                black),
            figures,
            List.of(),
            List.of())
        .note(note)
        .note("Whoever captures the key tensors along with the graph has a white box.");
  }

  private static double success(
      Victim victim, ModelGraph graph, Map<String, String> names, String output, AttackRun run)
      throws Exception {
    try (TorchGraph loaded = TorchGraph.open(graph, name -> false)) {
      return victim.success(loaded, names, output, run);
    }
  }
}
