package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.fit.Pace;
import dev.brigandine.audit.training.torch.TorchGraph;

/** A surrogate that was trained on the application's answers; kept from form to form. */
final class BlackBoxNetwork {
  /** What of the time it may take. */
  private static final double SHARE = 0.6;

  private TorchGraph trained;

  /** Stays open as long as the audit lasts. */
  TorchGraph of(Target target, AttackRun run, int queries) throws Exception {
    if (trained == null) {
      int count = Math.min(queries, target.data().pool().count());
      Lessons lessons = Lessons.of(target, count, Lessons.Teacher.APPLICATION, run.seed());
      Pace pace = Pace.of(run, SHARE, 0, SHARE, "trains a black-box surrogate");
      trained =
          new Training(target, run.seed())
              .trainedGraph(
                  BlackBox.start(target, run.seed()),
                  lessons,
                  BlackBox.recipes(target, count).get(0),
                  pace);
    }
    return trained;
  }
}
