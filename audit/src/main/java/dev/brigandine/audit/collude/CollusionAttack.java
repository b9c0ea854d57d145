package dev.brigandine.audit.collude;

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
import dev.brigandine.audit.recover.BareCopy;
import dev.brigandine.audit.recover.Worth;
import dev.brigandine.audit.target.GraphAnswers;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Two to ten customers put their captured copies together: averaged, dealt tensor by tensor, voted;
 * each weight where the same operator reads it. Then again with every copy's channels brought into
 * the first one's order, scale and basis by the likeness of directions.
 *
 * <p>A customer with his key tensors has a copy that works without any of this. What he would get
 * by it is one that cannot be told to be his.
 */
public final class CollusionAttack implements Attack {
  private static final int MOST = 10;

  /** Of models of more bytes fewer copies are held in memory. */
  private static final long LARGE = 24L << 20;

  private static final int MOST_LARGE = 3;
  private static final AttackCard CARD =
      new AttackCard(
          "collusion",
          "Copies of several customers put together",
          Family.COPY,
          List.of("AML.T0044"),
          "what the engines of two to ten customers are given",
          "weights averaged, dealt and voted (median) by place in the graph; then again after"
              + " direction matching of the copies with each other (as Git Re-Basin, Ainsworth et"
              + " al. 2023)",
          true,
          true,
          Effort.MINUTES);

  /** For the service loader. */
  public CollusionAttack() {}

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return target.protection() == Protection.VAULT
        ? Optional.of("what the engine is given cannot be captured in a vault")
        : Optional.empty();
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    int count = count(target);
    List<Captured> captured = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      run.progress(0.5 * i / count, "capturing the copy of customer " + (i + 1));
      captured.add(target.capturedOfCustomer(i));
    }
    BareCopy first = BareCopy.of(captured.get(0));
    boolean keyed = !captured.get(0).keys().isEmpty();
    List<Map<String, float[]>> placed = new ArrayList<>(List.of(first.weights()));
    for (int i = 1; i < count; i++) {
      placed.add(first.weightsOf(BareCopy.of(captured.get(i))));
    }
    Table table = new Table(target, first, keyed);
    run.progress(0.55, "averaging");
    for (int n : new int[] {2, MOST_LARGE, 5, MOST}) {
      // Three only where there are no more.
      if (n <= count && (n != MOST_LARGE || count == MOST_LARGE)) {
        String what = "averaged-" + n;
        table.add(what, n + " copies averaged", Mixtures.averaged(placed.subList(0, n)));
      }
    }
    table.add("mixed", "weights dealt from all", Mixtures.dealt(placed, new Random(run.seed())));
    table.add("voted", "median of all", Mixtures.voted(placed));
    placed.subList(1, count).clear();
    int aligned = Math.min(count, MOST_LARGE);
    for (int i = 1; i < aligned; i++) {
      double from = 0.6 + 0.35 * (i - 1) / (aligned - 1);
      double width = 0.35 / (aligned - 1);
      placed.add(
          first.alignedTo(
              captured.get(i),
              run.seed(),
              (share, what) -> run.progress(from + width * share, what)));
    }
    table.add("aligned", aligned + " copies aligned and averaged", Mixtures.averaged(placed));
    return outcome(target, table, keyed);
  }

  private static int count(Target target) throws OnnxException {
    long bytes =
        target.original().toGraph().graph().constants().values().stream()
            .mapToLong(constant -> constant.elements().byteLength())
            .sum();
    return bytes > LARGE ? MOST_LARGE : MOST;
  }

  private static Outcome outcome(Target target, Table table, boolean keyed) {
    Score whole = target.yardstick().original();
    String measure = Worth.measure(whole);
    Score best = table.best;
    String summary =
        String.format(
            Locale.ROOT,
            "%s %.2f of %.2f%s",
            measure,
            best.main(),
            whole.main(),
            keyed ? " without keys" : "");
    Outcome outcome =
        new Outcome(
            Worth.of(best, whole, target.yardstick().chance().main()),
            summary,
            table.figures,
            List.of(),
            List.of());
    if (keyed) {
      outcome =
          outcome.note(
              "The verdict is on what runs without key tensors, the gates standing open. A customer"
                  + " who has his keys has a copy that works; where the aligned copies work with"
                  + " them, he also has one that cannot be told to be his.");
    } else if (target.protection() == Protection.REWRITTEN) {
      outcome =
          outcome.note(
              "Without locks each copy works by itself. Averaged as they are they do not; aligned"
                  + " they do, and such a copy cannot be told to be anyone's.");
    }
    return outcome;
  }

  /** Scores as they come. */
  private static final class Table {
    private final Target target;
    private final BareCopy first;
    private final boolean keyed;
    private final List<Figure> figures = new ArrayList<>();
    private Score best = new Score(OptionalDouble.empty(), 0, 0, OptionalDouble.empty());

    Table(Target target, BareCopy first, boolean keyed) {
      this.target = target;
      this.first = first;
      this.keyed = keyed;
    }

    void add(String id, String label, Map<String, float[]> weights) throws Exception {
      Score score = score(first.with(weights));
      if (best.agreement() == 0 || score.main() > best.main()) {
        best = score;
      }
      figures.add(Figure.share(id, label, score.main()));
      if (keyed) {
        Score with = score(first.withKeys(weights));
        figures.add(
            Figure.share(id + "-with-keys", label + ", with the first one's keys", with.main()));
      }
    }

    private Score score(ModelGraph model) throws Exception {
      try (GraphAnswers answers = GraphAnswers.open(model, first.captured().names())) {
        return target.yardstick().score(answers);
      }
    }
  }
}
