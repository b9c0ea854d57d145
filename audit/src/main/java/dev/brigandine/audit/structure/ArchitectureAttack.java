package dev.brigandine.audit.structure;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells family and sizes of the architecture from the captured graph alone. Weights it does not
 * look at; that family and size can be told is no secret: armor does not claim to hide them.
 */
public final class ArchitectureAttack implements Attack {
  private static final double SAME = 0.999;
  private static final AttackCard CARD =
      new AttackCard(
          "architecture",
          "Architecture told from the graph",
          Family.COPY,
          List.of("AML.T0014"),
          "what the engine is given",
          "Operators, attributes and shapes of weights against the usual families; histogram of"
              + " operators, and Weisfeiler-Lehman kernel (Shervashidze et al. 2011) in place of"
              + " the edit distance, against the original.",
          true,
          false,
          Effort.SECONDS);

  /** For the service loader. */
  public ArchitectureAttack() {}

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
    Captured captured = target.captured();
    return compared(captured.graph(), target.original().toGraph());
  }

  static Outcome compared(ModelGraph captured, ModelGraph original) throws Exception {
    Architecture seen = Architecture.of(captured);
    Architecture truth = Architecture.of(original);
    double overlap = Operators.of(captured.graph()).overlap(Operators.of(original.graph()));
    double likeness = Refinement.of(captured.graph()).likeness(Refinement.of(original.graph()));
    double parameters = (double) seen.parameters() / Math.max(1, truth.parameters());
    double named = named(captured, original);
    boolean right = seen.family() == truth.family();
    Verdict verdict =
        !right ? Verdict.NOTHING : named > SAME && likeness > SAME ? Verdict.FULL : Verdict.PARTIAL;
    return new Outcome(
        verdict,
        summary(seen),
        List.of(
            Figure.share("family-right", "family told as of the original", right ? 1 : 0),
            Figure.share("operator-overlap", "operators in common", overlap),
            Figure.share("graph-similarity", "likeness of the graphs", likeness),
            Figure.ratio("parameters-ratio", "parameters ÷ the original's", parameters),
            Figure.share("names-kept", "names of values still there", named),
            Figure.share(
                "sizes-right", "sizes told as of the original", right ? sizes(seen, truth) : 0)),
        List.of(),
        List.of(
            "Family and sizes are told by one's own reading of the graph, and called right if the"
                + " original reads the same; no weight is looked at."));
  }

  private static String summary(Architecture seen) {
    StringBuilder words = new StringBuilder(seen.family().words());
    words.append(String.format(Locale.ROOT, ": %d layers", seen.layers()));
    if (seen.width() > 0) {
      words.append(String.format(Locale.ROOT, ", %d wide", seen.width()));
    }
    if (seen.heads() > 0) {
      words.append(String.format(Locale.ROOT, ", %d heads", seen.heads()));
    }
    if (seen.vocabulary() > 0) {
      words.append(String.format(Locale.ROOT, ", %,d words", seen.vocabulary()));
    }
    return words
        .append(String.format(Locale.ROOT, ", %,d parameters", seen.parameters()))
        .toString();
  }

  private static double sizes(Architecture seen, Architecture truth) {
    int right = seen.layers() == truth.layers() ? 1 : 0;
    right += seen.width() == truth.width() ? 1 : 0;
    right += seen.heads() == truth.heads() ? 1 : 0;
    right += seen.vocabulary() == truth.vocabulary() ? 1 : 0;
    return right / 4.0;
  }

  /** Inputs and outputs aside, which the application's calls tell. */
  private static double named(ModelGraph captured, ModelGraph original) {
    Set<String> theirs = original.graph().makes();
    theirs.removeAll(original.graph().inputs().keySet());
    theirs.removeAll(original.graph().outputs().keySet());
    Set<String> mine = captured.graph().makes();
    long kept = theirs.stream().filter(mine::contains).count();
    return theirs.isEmpty() ? 1 : (double) kept / theirs.size();
  }
}
