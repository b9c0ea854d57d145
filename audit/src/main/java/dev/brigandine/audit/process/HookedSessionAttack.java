package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Answering;
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
import dev.brigandine.audit.files.KnownContent;
import dev.brigandine.audit.target.GraphAnswers;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent in the application gets of the calls that make the session and run it, and what
 * that is worth without the application. See {@link HookedSession}.
 */
public final class HookedSessionAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "hooked-session",
          "Hooked session creation",
          Family.DEVICE,
          List.of("AML.T0044"),
          "to start the application with a Java agent, or another way to have code run in it",
          "An agent takes graph, initializers and run inputs at ONNX Runtime's Java API; the model"
              + " put together from them is run without the application.",
          true,
          true,
          Effort.SECONDS);

  /** By the verdicts' definition. */
  private static final double AS_GOOD = 0.02;

  private static final double WHOLE = 0.99;

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return target.protection() == Protection.VAULT ? VaultAttacks.hindrance() : Optional.empty();
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (target.protection() == Protection.VAULT) {
      return VaultAttacks.agents(target, run);
    }
    run.progress(0.1, "running the application with an agent in it");
    VictimStart start = VictimStart.of(target, run.scratch());
    Recording recording = HookedSession.record(start, target.data().test().item(0), run.scratch());
    Assembly assembly = Assembly.of(recording);
    Captured captured = assembly.captured();
    run.progress(0.4, "running what was captured");
    double original = target.yardstick().original().main();
    double chance = target.yardstick().chance().main();
    Map<String, Constant> guess = Guess.of(captured);
    Optional<Score> graph = score(target, assembly.graphOnly().with(guess), captured);
    Optional<Score> given = score(target, captured.with(guess), captured);
    Optional<Score> keyed = score(target, captured.withKeys(), captured);
    run.progress(0.9, "comparing weights");
    KnownContent known = KnownContent.of(target.original().toGraph());
    double share = share(known, captured.graph());
    String measure =
        target.yardstick().original().accuracy().isPresent() ? "accuracy" : "agreement";
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("with-keys", measure + ", with key tensors", keyed));
    figures.add(figure("with-initializers", measure + ", with initializers", given));
    figures.add(figure("graph-only", measure + ", bytes only", graph));
    figures.add(Figure.share("original", measure + " of the original", clamp(original)));
    figures.add(Figure.share("chance", measure + " by guessing", clamp(chance)));
    figures.add(Figure.share("share-of-original-weights", "original weights", share));
    figures.add(Figure.count("names-found", "original names", names(known, captured.graph())));
    figures.add(Figure.count("initializers", "initializers given", assembly.initializers()));
    figures.add(Figure.count("key-tensors-found", "key tensors", captured.keys().size()));
    figures.add(Figure.count("sessions", "sessions", assembly.sessions()));
    figures.add(
        new Figure("graph-bytes", "bytes of the graph", assembly.graphBytes(), Figure.Unit.BYTES));
    double best = keyed.map(Score::main).orElse(0.0);
    Verdict verdict =
        share >= WHOLE || best >= original - AS_GOOD
            ? Verdict.FULL
            : best > chance + AS_GOOD || share > 0 ? Verdict.PARTIAL : Verdict.NOTHING;
    String words =
        share >= WHOLE
            ? "the trained weights"
            : String.format(Locale.ROOT, "%s %.2f of %.2f", measure, best, original);
    if (!captured.keys().isEmpty()) {
      double without = given.map(Score::main).orElse(0.0);
      words += String.format(Locale.ROOT, "; %.2f without key tensors", without);
    }
    Outcome outcome = new Outcome(verdict, words, figures, List.of(), List.of());
    return told(outcome, share, captured);
  }

  private static Outcome told(Outcome outcome, double share, Captured captured) {
    Outcome told =
        outcome.note(
            "In the thief's favour: he is let start the application with an agent, and knows ONNX"
                + " Runtime's Java API; no native hook was needed.");
    if (share < WHOLE && outcome.verdict() == Verdict.FULL) {
      told =
          told.note(
              "The copy works as the model does, but its weights were rewritten for one customer:"
                  + " they tell whose copy it is, and are not what was trained.");
    }
    if (!captured.keys().isEmpty()) {
      told =
          told.note(
              "The key tensors come with every run. Without them, neutral ones were put in their"
                  + " place; only a process of its own, the vault, keeps them from who may hook the"
                  + " application.");
    }
    return told;
  }

  /** Empty if ONNX Runtime does not run it. */
  private static Optional<Score> score(Target target, ModelGraph graph, Captured captured)
      throws Exception {
    try (Answering answers = GraphAnswers.open(graph, captured.names())) {
      return Optional.of(target.yardstick().score(answers));
    } catch (OnnxException e) {
      return Optional.empty();
    }
  }

  private static Figure figure(String id, String label, Optional<Score> score) {
    return Figure.share(id, label, clamp(score.map(Score::main).orElse(0.0)));
  }

  private static double clamp(double share) {
    return Math.max(0, Math.min(1, share));
  }

  private static double share(KnownContent known, ModelGraph graph) throws IOException {
    KnownContent.Search search = known.search();
    List<Constant> constants = new ArrayList<>();
    graph.graph().forEachGraph(each -> constants.addAll(each.constants().values()));
    for (Constant constant : constants) {
      ByteBuffer elements = constant.load();
      search.accept(elements);
      search.gap();
    }
    return search.hits().share();
  }

  private static int names(KnownContent known, ModelGraph graph) {
    Set<String> names = new HashSet<>();
    graph
        .graph()
        .forEachGraph(
            each -> {
              names.addAll(each.makes());
              each.nodes().forEach(node -> names.add(node.name()));
            });
    names.retainAll(known.names());
    return names.size();
  }
}
