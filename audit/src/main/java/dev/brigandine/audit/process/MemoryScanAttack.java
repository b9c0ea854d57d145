package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads the application's memory from outside: while it opens the model, while that is open, and
 * once it is closed. See {@link MemoryWatch}.
 */
public final class MemoryScanAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "memory-scan",
          "Memory of the running application",
          Family.DEVICE,
          List.of("AML.T0044", "AML.T0035"),
          "the rights of the application's user",
          "The process is stopped again and again while it opens the model, and once it has run and"
              + " has closed it; /proc/PID/mem is searched for the weights, names and key tensors.",
          true,
          true,
          Effort.MINUTES);

  /** A small model opens between two looks; a thief starts the application again. */
  private static final int OPENINGS = 4;

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (target.protection() == Protection.VAULT && VaultAttacks.hindrance().isPresent()) {
      return VaultAttacks.hindrance();
    }
    return ProcessMemory.available()
        ? Optional.empty()
        : Optional.of("another process's memory is read by /proc, which only Linux has");
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (target.protection() == Protection.VAULT) {
      return VaultAttacks.memory(target, run);
    }
    Known known = Known.of(target, run.scratch());
    Sieve opening = known.sieve();
    int stops = 0;
    int openings = 0;
    long enough = System.nanoTime() + Math.min(MOST_NANOS, run.left().toNanos() / 2);
    while (openings < OPENINGS && System.nanoTime() < enough) {
      run.progress(0.1 * openings++, "reading its memory while it opens the model");
      try (VictimProcess victim = VictimStart.of(target, run.scratch()).start()) {
        stops +=
            MemoryWatch.stops(
                victim, pid -> !opening.memory(pid).loot().whole() && System.nanoTime() < enough);
      }
      if (opening.loot().whole()) {
        break;
      }
    }
    run.progress(0.5, "reading its memory while the model is open");
    Sieve open = known.sieve();
    Sieve closed = known.sieve();
    try (VictimProcess victim = VictimStart.of(target, run.scratch()).start()) {
      victim.opened().run(target.data().test().item(0));
      open.memory(victim.pid());
      run.progress(0.8, "reading its memory after the model was closed");
      victim.closeModel();
      closed.memory(victim.pid());
      victim.end();
    }
    Loot best = opening.loot().and(open.loot()).and(closed.loot());
    List<Figure> figures = new ArrayList<>(best.figures(""));
    figures.addAll(opening.loot().figures("opening"));
    figures.addAll(open.loot().figures("open"));
    figures.addAll(closed.loot().figures("closed"));
    figures.add(Figure.count("openings", "times it was started to be read", openings));
    figures.add(Figure.count("stops", "times that it was stopped", stops));
    Outcome outcome =
        new Outcome(
                best.exceptDevice().verdict(),
                best.exceptDevice().words(),
                figures,
                List.of(),
                List.of())
            .note(
                "Only weights in their stored order are counted. Once the model is open, most are"
                    + " packed for the processor's kernels; a thief who knows that order reads them"
                    + " as well, so the figures of the opening count.");
    return Notes.rewritten(Notes.device(outcome, best), best);
  }
}
