package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.Diagonal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Finds orders and gains one after the other, always what can be told best by what is known
 * already; then all again in turns, each with all others as they were found (coordinate descent, as
 * Ainsworth, Hayase and Srinivasa, Git Re-Basin, 2023, match two networks), until no order changes.
 */
final class Solving {
  private static final int ROUNDS = 6;

  /** Where two unknown matrices stand on both sides of all that tells of them. */
  private static final int COUPLED_ROUNDS = 40;

  /** A matrix that leaves more than this of what it was to explain is none. */
  private static final double WORTHLESS = 0.7;

  /** Tells how far it is. */
  interface Listener {
    void at(double share, String what) throws InterruptedException;
  }

  private final List<Leaf> leaves;
  private final List<Gain> gains;
  private final Random random;
  private final Listener listener;

  /** Whose order is not looked for. */
  private final Set<Leaf> settled = new HashSet<>();

  private boolean coupled;

  private Solving(Puzzle puzzle, Random random, Listener listener) {
    this.leaves = puzzle.leaves();
    this.gains = puzzle.gains();
    this.random = random;
    this.listener = listener;
  }

  static void solve(Puzzle puzzle, Random random, Listener listener) throws InterruptedException {
    Solving solving = new Solving(puzzle, random, listener);
    solving.orderless();
    solving.first();
    solving.again();
  }

  /** Where every weight has them mixed, an order cannot be told from the matrix, nor need it be. */
  private void orderless() {
    for (Leaf leaf : leaves) {
      if (leaf.isKnown()) {
        settled.add(leaf);
      }
      boolean all =
          !leaf.isKnown()
              && !leaf.places().isEmpty()
              && leaf.places().stream().allMatch(place -> place.dim().isMixed());
      if (all) {
        settled.add(leaf);
        leaf.settle(Leaf.identity(leaf.size()));
        for (Place place : leaf.places()) {
          place.dim().terms().forEach(term -> dense(term.gain(), leaf.size()));
        }
      }
    }
  }

  private static void dense(Gain gain, int size) {
    Form whole = new Form.Groups(1, size);
    if (!gain.forms().contains(whole)) {
      gain.forms().add(whole);
    }
  }

  private void first() throws InterruptedException {
    int all = leaves.size() + gains.size();
    while (true) {
      long known =
          leaves.stream().filter(Leaf::isKnown).count()
              + gains.stream().filter(Gain::isKnown).count();
      listener.at(0.6 * known / Math.max(1, all), "matching channels");
      if (!fitAll() && !matchBest() && !guess()) {
        return;
      }
    }
  }

  /** Fits each gain that can be. */
  private boolean fitAll() {
    boolean any = false;
    for (Gain gain : gains) {
      if (!gain.isKnown() && gain.places().stream().anyMatch(p -> Equation.tells(gain, p))) {
        fit(gain);
        any = true;
      }
    }
    return any;
  }

  private void fit(Gain gain) {
    List<Equation> equations = gain.isTold() ? List.of() : Equation.of(gain);
    if (equations.isEmpty()) {
      return;
    }
    if (!gain.mixes()) {
      gain.settle(Factors.fit(gain, equations));
      return;
    }
    Mixes.Fitted best = null;
    for (Form form : gain.forms()) {
      Mixes.Fitted fitted = Mixes.fit(form, equations, random);
      if (fitted != null && (best == null || fitted.misfit() < best.misfit())) {
        best = fitted;
      }
    }
    if (best != null && best.misfit() < WORTHLESS) {
      gain.settle(best.map());
    } else if (best != null || !gain.isKnown()) {
      gain.giveUp(Chain.NOTHING);
    }
  }

  /** Matches the channels that most is known of. */
  private boolean matchBest() {
    Leaf best = null;
    double most = 0;
    for (Leaf leaf : leaves) {
      double strength = leaf.isKnown() ? 0 : Evidence.strength(leaf);
      if (strength > most) {
        most = strength;
        best = leaf;
      }
    }
    if (best == null) {
      return false;
    }
    int[] found = matched(best);
    best.settle(found == null ? Leaf.identity(best.size()) : found);
    return true;
  }

  private int[] matched(Leaf leaf) {
    if (leaf.size() <= Evidence.MANY) {
      return Assigning.of(Evidence.of(leaf).scores());
    }
    Place widest = Evidence.widest(leaf);
    if (widest == null) {
      return null;
    }
    double[] captured = widest.block().capturedRows(widest.axis());
    widest.dim().map().inverse().apply(captured, widest.block().width(widest.axis()));
    return Rows.of(widest.block().baseRows(widest.axis()), captured, leaf.size(), random);
  }

  /** Takes something for nothing, to have a start. */
  private boolean guess() {
    for (Gain gain : gains) {
      if (!gain.isKnown()) {
        gain.settle(gain.mixes() ? Chain.NOTHING : ones(gain));
        coupled = true;
        return true;
      }
    }
    for (Leaf leaf : leaves) {
      if (!leaf.isKnown()) {
        leaf.settle(Leaf.identity(leaf.size()));
        return true;
      }
    }
    return false;
  }

  private static Diagonal ones(Gain gain) {
    double[] ones = new double[gain.places().isEmpty() ? 1 : gain.places().get(0).dim().size()];
    Arrays.fill(ones, 1);
    return new Diagonal(ones);
  }

  private void again() throws InterruptedException {
    int rounds = coupled ? COUPLED_ROUNDS : ROUNDS;
    List<Leaf> open = new ArrayList<>();
    for (Leaf leaf : leaves) {
      if (!settled.contains(leaf) && leaf.size() <= Evidence.MANY) {
        open.add(leaf);
      }
    }
    for (int round = 0; round < rounds; round++) {
      listener.at(0.6 + 0.4 * round / rounds, "matching channels again");
      boolean moved = false;
      for (Leaf leaf : open) {
        int[] order = Evidence.strength(leaf) == 0 ? leaf.order() : matched(leaf);
        if (!Arrays.equals(order, leaf.order())) {
          leaf.settle(order);
          moved = true;
          gains.stream()
              .filter(gain -> gain.places().stream().anyMatch(p -> p.dim().leaf() == leaf))
              .forEach(this::fit);
        }
      }
      gains.forEach(this::fit);
      if (!moved && !coupled) {
        return;
      }
    }
  }
}
