package dev.brigandine.vault.attacks;

import dev.brigandine.vault.attacks.Attack.Result;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** On a process that starts: its starter, or somebody beside him, has it run his code. */
final class StartAttacks {
  /** Foreign code ran in a process that opened the model. */
  private static final String IN = "foreign code, and the model is open";

  private final Lab lab;

  StartAttacks(Lab lab) {
    this.lab = lab;
  }

  /** By a variable; {@code library} tells whether it is the evil one or the agent. */
  Result variable(boolean hardened, int thief, String name) throws Exception {
    boolean library = name.startsWith("LD_");
    String value = library ? lab.evil.toString() : agentOption();
    return start(hardened, thief, Map.of(name, value), List.of());
  }

  Result agent(boolean hardened, int thief) throws Exception {
    return start(hardened, thief, Map.of(), List.of(agentOption()));
  }

  Result agentPath(boolean hardened, int thief) throws Exception {
    return start(hardened, thief, Map.of(), List.of("-agentpath:" + lab.evil));
  }

  Result debugger(boolean hardened, int thief) throws Exception {
    String option = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
    try (Target target = Target.start(lab, hardened, thief, Map.of(), List.of(option))) {
      boolean ready = target.reaches("ready");
      boolean got = ready && target.output().contains("Listening for transport");
      return Result.of(got, got ? "a debugger's port, and the model is open" : why(target));
    }
  }

  /** Watches the folder for temporary files, and is there before the library is loaded. */
  Result replace(boolean hardened, int thief) throws Exception {
    clear();
    Process watcher =
        lab.start(
            thief,
            Map.of(),
            lab.desk(thief),
            lab.thiefCommand("replace", lab.temporary.toString(), lab.evil.toString()));
    try (Target target =
        begin(watcher, () -> Target.start(lab, hardened, Lab.VAULT, Map.of(), List.of()))) {
      boolean ready = target.reaches("ready");
      boolean got = marked(target.pid());
      return Result.of(
          got, got ? "foreign code in its process" : ready ? "not replaced" : why(target));
    } finally {
      watcher.destroyForcibly().waitFor();
      clear();
    }
  }

  private interface Starter {
    Target start() throws IOException;
  }

  private static Target begin(Process watcher, Starter starter) throws IOException {
    byte[] watching = watcher.getInputStream().readNBytes("watching".length());
    if (watching.length == 0) {
      throw new AssertionError("the thief did not start");
    }
    return starter.start();
  }

  private Result start(
      boolean hardened, int thief, Map<String, String> environment, List<String> options)
      throws Exception {
    clear();
    try (Target target = Target.start(lab, hardened, thief, environment, options)) {
      boolean ready = target.reaches("ready");
      boolean got = ready && (marked(target.pid()) || marked("agent"));
      return Result.of(got, got ? IN : why(target));
    } finally {
      clear();
    }
  }

  private String agentOption() {
    return "-javaagent:" + lab.agent + "=" + lab.loot.resolve("evil-agent");
  }

  private static String why(Target target) {
    for (String line : target.output().split("\n", -1)) {
      if (line.startsWith("refused ")) {
        return line;
      }
    }
    String[] lines = target.output().split("\n", -1);
    return lines[lines.length - 1];
  }

  private boolean marked(String by) {
    return Files.exists(lab.loot.resolve("evil-" + by));
  }

  private void clear() throws IOException {
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(lab.loot)) {
      for (Path mark : marks) {
        Files.delete(mark);
      }
    }
  }
}
