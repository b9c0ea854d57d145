package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same attacks on a vault, by its own user: others are weaker. Each tells how many ways were
 * tried and how many were refused.
 */
final class VaultAttacks {
  private static final int SECONDS = 60;

  private VaultAttacks() {}

  /** Ways tried, by what they are called. */
  private static final class Ways {
    private final List<String> refused = new ArrayList<>();
    private final List<String> open = new ArrayList<>();

    void add(String name, boolean succeeded) {
      (succeeded ? open : refused).add(name);
    }

    /**
     * @param loot what was found by those that succeeded
     */
    Outcome outcome(VaultLab lab, Loot loot) {
      List<Figure> figures =
          new ArrayList<>(
              List.of(
                  Figure.count("ways-refused", "ways refused", refused.size()),
                  Figure.count("ways-open", "ways not refused", open.size())));
      figures.addAll(loot.figures(""));
      Verdict verdict =
          open.isEmpty() && loot.none()
              ? Verdict.REFUSED
              : loot.verdict() == Verdict.NOTHING ? Verdict.PARTIAL : loot.verdict();
      String words =
          open.isEmpty()
              ? "refused: " + String.join(", ", refused)
              : "not refused: " + String.join(", ", open) + "; " + loot.words();
      return new Outcome(verdict, words, figures, List.of(), List.of())
          .note(
              "Tried as the vault's own user"
                  + (lab.asAnother() ? "" : ", who here is the audit's")
                  + "; other users are weaker still. Root is not kept out: it reads every"
                  + " process's memory.");
    }
  }

  static Optional<String> hindrance() {
    if (!ProcessMemory.available()) {
      return Optional.of("the vault's measures against other processes are for Linux");
    }
    return VaultLab.isRoot() && Tools.find("setpriv").isEmpty()
        ? Optional.of("root is to become a user without rights: apt-get install util-linux")
        : Optional.empty();
  }

  /** Agents while it starts, and one that attaches later. */
  static Outcome agents(Target target, AttackRun run) throws Exception {
    Ways ways = new Ways();
    try (VaultLab lab = new VaultLab(target.installed().orElseThrow())) {
      Path agent = lab.lend(HookedSession.agent(run.scratch(), HookAgent.class));
      String option = "-javaagent:" + agent;
      run.progress(0.2, "starting the vault with an agent");
      ways.add("-javaagent", taken(lab, List.of(option), Map.of()));
      for (String variable : List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")) {
        run.progress(0.4, "starting the vault with " + variable);
        ways.add(variable, taken(lab, List.of(), Map.of(variable, option)));
      }
      run.progress(0.8, "attaching to the vault");
      if (Tools.ofJdk("jcmd").isPresent()) {
        try (VictimProcess vault = lab.start(List.of(), Map.of()).opened()) {
          ways.add("attaching later", jcmd(lab, vault.pid(), "VM.version").says("JDK"));
        }
      }
      return ways.outcome(lab, Known.of(target, run.scratch()).sieve().loot());
    }
  }

  /** Whether an agent saw a session made, in a vault that runs. */
  private static boolean taken(VaultLab lab, List<String> options, Map<String, String> variables)
      throws IOException, InterruptedException {
    try (HookListener listener = new HookListener()) {
      Map<String, String> all = new java.util.HashMap<>(variables);
      all.put(Frames.VARIABLE, listener.address());
      boolean runs;
      try (VictimProcess vault = lab.start(options, all)) {
        runs = opens(vault);
      }
      if (!listener.heard()) {
        return false;
      }
      return !listener.recording().sessions().isEmpty() || runs;
    }
  }

  private static boolean opens(VictimProcess vault) throws InterruptedException {
    try {
      vault.opened();
      return true;
    } catch (IOException e) {
      return false; // It refused to start, which is what is hoped for.
    }
  }

  /** Its memory. */
  static Outcome memory(Target target, AttackRun run) throws Exception {
    Ways ways = new Ways();
    try (VaultLab lab = new VaultLab(target.installed().orElseThrow())) {
      Sieve sieve = Known.of(target, run.scratch()).sieve();
      run.progress(0.3, "reading the vault's memory");
      try (VictimProcess vault = lab.start(List.of(), Map.of()).opened()) {
        ways.add("/proc/PID/mem", lab.memory(vault.pid(), sieve));
        if (Tools.find("gdb").isPresent()) {
          Tools.Ended gdb =
              lab.run("gdb", "-nx", "-batch", "-p", Long.toString(vault.pid()), "-ex", "print $pc");
          ways.add("ptrace", gdb.says("$1 = "));
        }
      }
      return ways.outcome(lab, sieve.loot());
    }
  }

  /** Its heap. */
  static Outcome heap(Target target, AttackRun run) throws Exception {
    Ways ways = new Ways();
    try (VaultLab lab = new VaultLab(target.installed().orElseThrow())) {
      Sieve sieve = Known.of(target, run.scratch()).sieve();
      Path dump = lab.working().resolve("heap.hprof");
      run.progress(0.3, "dumping the vault's heap");
      try (VictimProcess vault = lab.start(List.of(), Map.of()).opened()) {
        jcmd(lab, vault.pid(), "GC.heap_dump", "-all", dump.toString());
        ways.add("jcmd GC.heap_dump", Files.exists(dump));
      }
      search(sieve, dump);
      run.progress(0.7, "starting the vault with a heap dump asked for");
      String option = "-XX:+HeapDumpOnOutOfMemoryError";
      try (VictimProcess vault = lab.start(List.of(option), Map.of())) {
        ways.add(option, opens(vault));
      }
      return ways.outcome(lab, sieve.loot());
    }
  }

  /** Its core. */
  static Outcome core(Target target, AttackRun run) throws Exception {
    Ways ways = new Ways();
    try (VaultLab lab = new VaultLab(target.installed().orElseThrow())) {
      Sieve sieve = Known.of(target, run.scratch()).sieve();
      run.progress(0.3, "dumping the vault's core");
      try (VictimProcess vault = lab.start(List.of(), Map.of()).opened()) {
        String pid = Long.toString(vault.pid());
        Path prefix = lab.working().resolve("core");
        lab.run("gcore", "-a", "-o", prefix.toString(), pid);
        Path core = Path.of(prefix + "." + pid);
        ways.add("gcore", Files.exists(core));
        search(sieve, core);
        run.progress(0.7, "crashing the vault");
        lab.run("sh", "-c", "kill -ABRT " + pid);
        if (vault.waitFor(SECONDS).isEmpty()) {
          throw new IOException("the vault does not die of a signal");
        }
      }
      List<Path> left = files(lab.working());
      ways.add("a core by SIGABRT", !left.isEmpty());
      for (Path file : left) {
        search(sieve, file);
      }
      return ways.outcome(lab, sieve.loot());
    }
  }

  /** Its files and output, and what would have it write more. */
  static Outcome traces(Target target, AttackRun run) throws Exception {
    Ways ways = new Ways();
    try (VaultLab lab = new VaultLab(target.installed().orElseThrow())) {
      Sieve sieve = Known.of(target, run.scratch()).sieve();
      run.progress(0.3, "running the model in the vault");
      try (VictimProcess vault = lab.start(List.of(), Map.of()).opened()) {
        List<String> client = List.of("vault", lab.socket().toString());
        try (VictimProcess caller = VictimStart.caller(client, run.scratch()).start()) {
          caller.opened().run(target.data().test().item(0));
          folders(lab, sieve);
          caller.end();
        }
        byte[] output = vault.output().getBytes(StandardCharsets.ISO_8859_1);
        sieve.stream(new ByteArrayInputStream(output));
      }
      folders(lab, sieve);
      run.progress(0.7, "starting the vault with an agent that has the engine save the model");
      Path agent = lab.lend(HookedSession.agent(run.scratch(), ProvokeAgent.class));
      String option = "-javaagent:" + agent + "=" + lab.working();
      try (VictimProcess vault = lab.start(List.of(option), Map.of())) {
        ways.add("an agent that has the engine save the model", opens(vault));
      }
      folders(lab, sieve);
      return ways.outcome(lab, sieve.loot());
    }
  }

  private static void folders(VaultLab lab, Sieve sieve) throws IOException {
    for (Path folder : List.of(lab.temporary(), lab.working(), lab.home(), lab.state())) {
      sieve.folder(folder);
    }
    search(sieve, lab.errors());
  }

  private static Tools.Ended jcmd(VaultLab lab, long pid, String... order)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Tools.ofJdk("jcmd").orElseThrow().toString());
    // It waits for an answer that does not come.
    command.add("-J-Dsun.tools.attach.attachTimeout=3000");
    command.add(Long.toString(pid));
    command.addAll(List.of(order));
    return lab.run(command.toArray(String[]::new));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  private static void search(Sieve sieve, Path file) throws IOException {
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        sieve.stream(in);
      }
    }
  }
}
