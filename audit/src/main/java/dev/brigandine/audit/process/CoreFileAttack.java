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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has a debugger write core files of the application. */
public final class CoreFileAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "core-file",
          "Core file of the running application",
          Family.DEVICE,
          List.of("AML.T0044", "AML.T0035"),
          "the rights of the application's user, and gdb",
          "Has gcore dump the application while it opens its model, some times, and once it is open; each core"
              + " file is searched for weights, names and key tensors, and deleted.",
          true,
          true,
          Effort.LONG);

  private static final int MOST = 4;
  private static final int LEAST_SECONDS = 5;

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (target.protection() == Protection.VAULT && VaultAttacks.hindrance().isPresent()) {
      return VaultAttacks.hindrance();
    }
    if (!ProcessMemory.available()) {
      return Optional.of("core files are made by gcore on Linux alone");
    }
    return Tools.find("gcore").isPresent()
        ? Optional.empty()
        : Optional.of("there is no gcore: apt-get install gdb");
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (target.protection() == Protection.VAULT) {
      return VaultAttacks.core(target, run);
    }
    Sieve sieve = Known.of(target, run.scratch()).sieve();
    int[] cores = {0};
    for (int start = 0; start < MOST && more(run, sieve, cores); start++) {
      run.progress(0.1 * start, "dumping core while it opens the model");
      try (VictimProcess victim = application(target, run.scratch()).start()) {
        MemoryWatch.stops(
            victim,
            pid -> {
              core(pid, run.scratch(), sieve, cores);
              return more(run, sieve, cores);
            });
      }
    }
    run.progress(0.8, "dumping core while the model is open");
    try (VictimProcess victim = application(target, run.scratch()).start()) {
      victim.opened().run(target.data().test().item(0));
      core(victim.pid(), run.scratch(), sieve, cores);
    }
    Loot loot = sieve.loot();
    List<Figure> figures = new ArrayList<>(loot.figures(""));
    figures.add(Figure.count("core-files", "core files", cores[0]));
    Outcome outcome =
        new Outcome(
                loot.exceptDevice().verdict(),
                loot.exceptDevice().words(),
                figures,
                List.of(),
                List.of())
            .note(
                "Each core file lay in a private folder until it was searched. One of the model's"
                    + " opening holds weights as they were stored; later most are packed.");
    return Notes.rewritten(Notes.device(outcome, loot), loot);
  }

  /** A plain one that carries the model in its jar, and has its bytes on the heap. */
  private static VictimStart application(Target target, Path scratch) throws IOException {
    return target.protection() == Protection.PLAIN
        ? VictimStart.resource(target.originalFile(), scratch)
        : VictimStart.of(target, scratch);
  }

  private static boolean more(AttackRun run, Sieve sieve, int[] cores) {
    return cores[0] < MOST && !sieve.loot().whole() && run.left().toSeconds() > LEAST_SECONDS;
  }

  private static void core(long pid, Path scratch, Sieve sieve, int[] cores)
      throws IOException, InterruptedException {
    Path prefix = scratch.resolve("core");
    Path core = scratch.resolve("core." + pid);
    try {
      Tools.Ended gcore =
          Tools.run(scratch, List.of("gcore", "-o", prefix.toString(), Long.toString(pid)));
      if (!Files.exists(core)) {
        throw new IOException("gcore made no core file: " + gcore.lastLine());
      }
      try (InputStream in = Files.newInputStream(core)) {
        sieve.stream(in);
      }
      cores[0]++;
    } finally {
      Files.deleteIfExists(core);
    }
  }
}
