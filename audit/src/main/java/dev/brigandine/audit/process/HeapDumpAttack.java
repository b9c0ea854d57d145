package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Has the application's JVM dump its heap, garbage included. */
public final class HeapDumpAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "heap-dump",
          "Java heap dump",
          Family.DEVICE,
          List.of("AML.T0044", "AML.T0035"),
          "the rights of the application's user",
          "jcmd GC.heap_dump -all on the application while its model is open; the dump is searched"
              + " for weights, names and key tensors, and deleted.",
          true,
          true,
          Effort.SECONDS);

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    if (target.protection() == Protection.VAULT && VaultAttacks.hindrance().isPresent()) {
      return VaultAttacks.hindrance();
    }
    return Tools.ofJdk("jcmd").isPresent()
        ? Optional.empty()
        : Optional.of("the Java that runs this has no jcmd: run it with a JDK");
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (target.protection() == Protection.VAULT) {
      return VaultAttacks.heap(target, run);
    }
    Known known = Known.of(target, run.scratch());
    boolean plain = target.protection() == Protection.PLAIN;
    VictimStart start =
        plain
            ? VictimStart.resource(target.originalFile(), run.scratch())
            : VictimStart.of(target, run.scratch());
    run.progress(0.3, "dumping its heap");
    Loot loot = search(known, start, target, run.scratch());
    Outcome outcome =
        new Outcome(
            loot.exceptDevice().verdict(),
            loot.exceptDevice().words(),
            loot.figures(""),
            List.of(),
            List.of());
    if (plain) {
      outcome =
          outcome.note(
              "The plain application has the model's bytes on its heap, as one that carries the"
                  + " model in its jar; one that names ONNX Runtime a file has nothing there.");
    }
    return Notes.rewritten(Notes.device(outcome, loot), loot);
  }

  /** What is on the heap of an application that is started so. */
  static Loot search(Known known, VictimStart start, Target target, Path scratch)
      throws IOException, InterruptedException {
    Path dump = scratch.resolve("heap.hprof");
    try (VictimProcess victim = start.start()) {
      victim.opened().run(target.data().test().item(0));
      Tools.Ended jcmd = dump(victim.pid(), dump, scratch);
      if (!Files.exists(dump)) {
        throw new IOException("jcmd made no heap dump: " + jcmd.lastLine());
      }
      try (InputStream in = Files.newInputStream(dump)) {
        return known.sieve().stream(in).loot();
      }
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  private static Tools.Ended dump(long pid, Path file, Path folder)
      throws IOException, InterruptedException {
    String jcmd = Tools.ofJdk("jcmd").orElseThrow().toString();
    String to = file.toAbsolutePath().toString();
    return Tools.run(folder, List.of(jcmd, Long.toString(pid), "GC.heap_dump", "-all", to));
  }
}
