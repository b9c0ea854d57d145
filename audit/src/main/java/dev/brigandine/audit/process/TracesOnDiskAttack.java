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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the application leaves on the disk and says: of itself; started with variables and options
 * that make caches and logs; and with an agent that has ONNX Runtime save the model.
 */
public final class TracesOnDiskAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "traces-on-disk",
          "Temporary files, caches, logs",
          Family.DEVICE,
          List.of("AML.T0035"),
          "to read the application's files; to provoke more, to start it",
          "Temporary, working, home and state folder and all output are searched, while the model"
              + " is open and afterwards: as it is; with variables for caches of execution"
              + " providers; and with an agent that sets a file for the optimized model and"
              + " profiling.",
          true,
          true,
          Effort.SECONDS);

  /** Read by execution providers; see {@code docs/threat-model.md}. */
  private static final List<String> CACHE_SWITCHES =
      List.of(
          "ORT_TENSORRT_ENGINE_CACHE_ENABLE",
          "ORT_TENSORRT_DUMP_SUBGRAPHS",
          "ORT_TENSORRT_TIMING_CACHE_ENABLE",
          "ORT_MIGRAPHX_SAVE_COMPILED_MODEL",
          "ORT_MIGRAPHX_DUMP_MODEL_OPS");

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
      return VaultAttacks.traces(target, run);
    }
    Known known = Known.of(target, run.scratch());
    run.progress(0.1, "running the application as it is");
    Loot itself = search(known, VictimStart.of(target, run.scratch()), target);
    run.progress(0.4, "running it with caches and logs switched on");
    VictimStart configured = VictimStart.of(target, run.scratch());
    for (String variable : CACHE_SWITCHES) {
      configured.variable(variable, "1");
    }
    configured.variable("ORT_TENSORRT_CACHE_PATH", configured.working().toString());
    configured.options("-Xlog:class+load,safepoint:file=" + configured.working().resolve("jvm"));
    Loot switched = search(known, configured, target);
    run.progress(0.7, "running it with an agent that has the engine save the model");
    VictimStart hooked = VictimStart.of(target, run.scratch());
    Path agent = HookedSession.agent(run.scratch(), ProvokeAgent.class);
    hooked.options("-javaagent:" + agent + "=" + hooked.working().toAbsolutePath());
    Loot provoked = search(known, hooked, target);

    List<Figure> figures = new ArrayList<>(itself.figures(""));
    figures.addAll(switched.figures("configured"));
    figures.addAll(provoked.figures("provoked"));
    Loot best = itself.and(switched).and(provoked);
    String words = "of itself " + itself.words();
    if (!switched.words().equals(itself.words())) {
      words += "; configured: " + switched.words();
    }
    words += "; provoked by an agent: " + provoked.words();
    Outcome outcome =
        new Outcome(best.verdict(), words, figures, List.of(), List.of())
            .note(
                "An agent that changes the session's options is a hook: who can set one has the"
                    + " model by hooked-session, too. Execution providers other than the CPU's were"
                    + " not here to make caches. ONNX Runtime's telemetry was off.");
    return Notes.rewritten(outcome, best);
  }

  /** What one application leaves behind, that is started so. */
  static Loot search(Known known, VictimStart start, Target target)
      throws IOException, InterruptedException {
    Sieve sieve = known.sieve();
    try (VictimProcess victim = start.start()) {
      victim.opened().run(target.data().test().item(0));
      sieve.folder(start.folder());
      victim.closeModel();
      victim.end();
      byte[] output = victim.output().getBytes(StandardCharsets.ISO_8859_1);
      sieve.stream(new ByteArrayInputStream(output));
    }
    sieve.folder(start.folder());
    if (target.installed().isPresent() && Files.exists(target.installed().get().state())) {
      sieve.folder(target.installed().get().state());
    }
    return sieve.loot();
  }
}
