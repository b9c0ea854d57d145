package dev.brigandine.audit.recover;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.target.GraphAnswers;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a captured copy back into the order, scale and basis of the public base model, without
 * labels and without training.
 */
public final class BaseRecovery implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "base-recovery",
          "Recovery with the public base",
          Family.COPY,
          List.of("AML.T0044", "AML.T0024.002"),
          "what the engine is given, and the public model that the original was tuned from",
          "Channel classes of the captured graph, found by the same rules as armor's; orders by"
              + " direction matching (as ArrowMatch) and the best assignment; factors, matrices"
              + " and Kronecker products by least squares (Van Loan and Pitsianis 1993), in turns"
              + " over all of them (as Git Re-Basin, Ainsworth et al. 2023).",
          true,
          true,
          Effort.MINUTES);

  /** For the service loader. */
  public BaseRecovery() {}

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (target.base().isEmpty()) {
      return Optional.of("it needs the public base model: give --base");
    }
    return target.protection() == Protection.VAULT
        ? Optional.of("what the engine is given cannot be captured in a vault")
        : Optional.empty();
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    ModelGraph base = OnnxModel.read(target.base().orElseThrow()).toGraph();
    ModelGraph original = target.original().toGraph();
    Captured captured = target.captured();
    run.progress(0.02, "scoring the base");
    Score alone = score(target, base);
    long begun = System.nanoTime();
    Recovery recovery =
        Recovery.of(
            captured,
            base,
            false,
            run.seed(),
            (share, what) -> run.progress(0.05 + 0.6 * share, what));
    double seconds = (System.nanoTime() - begun) / 1e9;
    Score surrogate = score(target, recovery.model());
    Score whole = target.yardstick().original();
    String measure = Worth.measure(whole);
    Difference difference = Difference.of(recovery.model(), original, base);
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.share("surrogate-" + measure, measure + " recovered", surrogate.main()));
    if (surrogate.accuracy().isPresent()) {
      figures.add(
          Figure.share("surrogate-agreement", "agreement recovered", surrogate.agreement()));
    }
    figures.add(Figure.share("base-alone", measure + " of the base alone", alone.main()));
    double ratio = surrogate.main() / Math.max(1e-6, alone.main());
    figures.add(Figure.ratio("surrogate-by-black-box", "recovered ÷ base alone", ratio));
    figures.add(Figure.share("channels-matched", "weight rows found again", difference.matched()));
    figures.add(new Figure("left", "tuning not recovered", difference.left(), Figure.Unit.RATIO));
    figures.add(new Figure("matching-seconds", "time to match", seconds, Figure.Unit.SECONDS));
    if (!captured.keys().isEmpty()) {
      Recovery keyed =
          Recovery.of(
              captured,
              base,
              true,
              run.seed(),
              (share, what) -> run.progress(0.65 + 0.3 * share, what + ", with keys"));
      figures.add(
          Figure.share(
              "with-keys", measure + " recovered with keys", score(target, keyed.model()).main()));
    }
    boolean unaligned = recovery.paired() < 0.5;
    Verdict verdict =
        Worth.of(surrogate, whole, Math.max(alone.main(), target.yardstick().chance().main()));
    String summary =
        String.format(
            Locale.ROOT,
            "%s %.2f of %.2f, base alone %.2f",
            measure,
            surrogate.main(),
            whole.main(),
            alone.main());
    return new Outcome(
        verdict, summary, figures, List.of(), notes(recovery, alone, whole, unaligned));
  }

  private static List<String> notes(
      Recovery recovery, Score alone, Score whole, boolean unaligned) {
    List<String> notes = new ArrayList<>();
    if (unaligned) {
      notes.add(
          "The captured graph was not found to be the base's; the base may have been exported"
              + " otherwise, and a thief who exports it the same way may get further.");
    }
    if (Worth.of(alone, whole, 0) == Verdict.FULL) {
      notes.add(
          "The base alone is as good as the original, so the ratio tells nothing; the weights"
              + " found again do.");
    }
    if (recovery.gates() > 0) {
      notes.add(
          "What keeps weights from a thief with the base is a dense mix on every layer that was"
              + " tuned, or keeping the base to oneself; see docs/armor.md.");
    }
    return notes;
  }

  private static Score score(Target target, ModelGraph model) throws Exception {
    try (GraphAnswers answers = GraphAnswers.open(model, names(target.original(), model))) {
      return target.yardstick().score(answers);
    }
  }

  /** What the original calls its inputs and outputs, in the base: by name, otherwise by place. */
  static Map<String, String> names(OnnxModel original, ModelGraph base) throws Exception {
    Graph own = original.toGraph().graph();
    Map<String, String> names = new LinkedHashMap<>();
    pair(own.inputs().keySet(), base.graph().inputs().keySet(), names);
    pair(own.outputs().keySet(), base.graph().outputs().keySet(), names);
    return names;
  }

  private static void pair(
      Iterable<String> original, Iterable<String> base, Map<String, String> names) {
    List<String> theirs = new ArrayList<>();
    base.forEach(theirs::add);
    List<String> unnamed = new ArrayList<>(theirs);
    original.forEach(unnamed::remove);
    Iterator<String> rest = unnamed.iterator();
    for (String name : original) {
      if (theirs.contains(name)) {
        names.put(name, name);
      } else if (rest.hasNext()) {
        names.put(name, rest.next());
      }
    }
  }
}
