package dev.brigandine.audit.training.query;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;

/**
 * Asks what a scout, trained on the answers so far, answers unlike all that was asked. Source: Pal
 * et al., ActiveThief, AAAI 2020.
 */
final class CentreChoosing implements Choosing {
  /** Of how many candidates for each query he chooses. */
  private static final int CANDIDATES = 3;

  /** Rounds of choosing in all. */
  private static final int ROUNDS = 8;

  private final Thief thief;
  private final Pool.Dealer dealer;
  private final List<float[]> candidates = new LinkedList<>();

  CentreChoosing(Thief thief) {
    this.thief = thief;
    dealer = Pool.inTurns(thief.foreign(), new Random(thief.seed()));
  }

  @Override
  public int round() {
    return Math.max(100, thief.budget() / ROUNDS);
  }

  @Override
  public List<float[]> next(int count, Lessons soFar) throws Exception {
    candidates.addAll(Pool.deal(dealer, CANDIDATES * count - candidates.size()));
    List<float[]> some = new ArrayList<>(candidates);
    List<Integer> picked = new ArrayList<>();
    if (soFar.count() > 0) {
      try (Scout scout = new Scout(thief, soFar)) {
        picked.addAll(KCentre.pick(scout.answers(some), scout.answers(soFar.questions()), count));
      }
    }
    boolean[] taken = new boolean[some.size()];
    picked.forEach(index -> taken[index] = true);
    for (int i = 0; i < taken.length && picked.size() < count; i++) {
      if (!taken[i]) {
        taken[i] = true;
        picked.add(i);
      }
    }
    candidates.clear();
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        candidates.add(some.get(i));
      }
    }
    return picked.stream().map(some::get).toList();
  }
}
