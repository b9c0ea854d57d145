package dev.brigandine.vault.attacks;

import dev.brigandine.vault.attacks.Attack.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** On a process that runs. */
final class Attacks {
  private final Lab lab;

  Attacks(Lab lab) {
    this.lab = lab;
  }

  Result memory(Target target, int thief) throws IOException, InterruptedException {
    return loot(lab.thief(thief, 60, "memory", target.pid()));
  }

  Result openFiles(Target target, int thief) throws IOException, InterruptedException {
    return loot(lab.thief(thief, 60, "open-files", target.pid()));
  }

  /** Reads a file of {@code /proc/PID}. */
  Attack read(String name) {
    return (target, thief) -> {
      Lab.Run run = lab.run(thief, 20, "cat", "/proc/" + target.pid() + "/" + name);
      boolean got = run.status() == 0 && !run.output().isEmpty();
      return Result.of(got, got ? run.output().length() + " bytes" : said(run));
    };
  }

  /** Lists a folder of {@code /proc/PID}. */
  Attack list(String name) {
    return (target, thief) -> {
      Lab.Run run = lab.run(thief, 20, "ls", "/proc/" + target.pid() + "/" + name);
      boolean got = run.status() == 0 && !run.output().isBlank();
      int entries = run.output().strip().split("\n", -1).length;
      return Result.of(got, got ? entries + " entries" : said(run));
    };
  }

  Result gdb(Target target, int thief) throws IOException, InterruptedException {
    Lab.Run run =
        lab.run(
            thief,
            60,
            "gdb",
            "-nx",
            "-batch",
            "-p",
            target.pid(),
            "-ex",
            "print $pc",
            "-ex",
            "detach");
    boolean got = run.says("$1 = ");
    return Result.of(got, got ? "attached, registers read" : refusal(run, "ptrace"));
  }

  Result strace(Target target, int thief) throws IOException, InterruptedException {
    Lab.Run run = lab.run(thief, 30, "timeout", "-s", "INT", "1", "strace", "-p", target.pid());
    boolean got = run.says("attached");
    return Result.of(got, got ? "attached" : refusal(run, "ptrace"));
  }

  /** Whether the core holds the weights, not just whether there is one. */
  Attack gcore(boolean everything) {
    return (target, thief) -> {
      Path core = lab.desk(thief).resolve("core");
      List<String> command =
          everything
              ? List.of("gcore", "-a", "-o", core.toString(), target.pid())
              : List.of("gcore", "-o", core.toString(), target.pid());
      Lab.Run run = lab.run(thief, 120, command);
      Path made = Path.of(core + "." + target.pid());
      if (!Files.exists(made)) {
        return Result.of(false, refusal(run, "ptrace"));
      }
      boolean got = holds(made);
      long kilobytes = Files.size(made) / 1024;
      Files.delete(made);
      return Result.of(
          got, "a core of " + kilobytes + " KB, weights in it: " + (got ? "yes" : "no"));
    };
  }

  Attack trick(String name) {
    return (target, thief) -> loot(lab.run(thief, 20, lab.tricks.toString(), name, target.pid()));
  }

  /** A tool of the JDK; {@code sign} is in what it prints when it got in. */
  Attack tool(String sign, String name, String... arguments) {
    return (target, thief) -> {
      List<String> command =
          new java.util.ArrayList<>(
              List.of(Lab.tool(name), "-J-Dsun.tools.attach.attachTimeout=3000"));
      int at = name.equals("jcmd") ? command.size() : command.size() + arguments.length;
      command.addAll(List.of(arguments));
      command.add(at, target.pid());
      Lab.Run run = lab.run(thief, 60, command);
      boolean got = run.says(sign);
      return Result.of(got, got ? "attached" : refusal(run, "xception"));
    };
  }

  /** Asks the vault for a run; the application's user may. */
  Result use(Target target, int thief) throws IOException, InterruptedException {
    return loot(lab.thief(thief, 60, "use", target.socket()));
  }

  /** Speaks the vault's protocol, and lies once. */
  Attack forge(String lie) {
    return (target, thief) -> loot(lab.thief(thief, 60, "forge", target.socket(), lie));
  }

  /** Names of files that are shared with callers. */
  Result sharedMemory(Target target, int thief) throws IOException, InterruptedException {
    Lab.Run run = lab.run(thief, 20, "ls", "-la", "/dev/shm/brigandine-" + Lab.VAULT);
    boolean got = run.status() == 0;
    return Result.of(got, got ? "listed" : said(run));
  }

  /** Signals, then has the victim answer, so that what it would print is printed. */
  Result quit(Target target, int thief) throws IOException, InterruptedException {
    Lab.Run run = lab.run(thief, 20, "sh", "-c", "kill -QUIT " + target.pid());
    if (run.status() != 0) {
      return Result.of(false, said(run));
    }
    boolean got = target.reaches("Full thread dump", target.hardened ? 2 : 30);
    boolean lives = target.answers();
    return Result.of(
        got || !lives,
        got ? "every thread's stack" : lives ? "signalled; nothing is printed" : "it died");
  }

  /** Kills it by a signal that makes a core; looks for one, or another file, with the weights. */
  Attack crash(String signal) {
    return (target, thief) -> {
      Set<Path> before = files(target);
      Lab.Run run = lab.run(thief, 20, "sh", "-c", "kill -" + signal + " " + target.pid());
      if (run.status() != 0) {
        return Result.of(false, said(run));
      }
      if (!target.dies()) {
        return Result.of(true, "it hangs");
      }
      Set<Path> left = files(target);
      left.removeAll(before);
      String names = left.stream().map(file -> "" + file.getFileName()).toList().toString();
      for (Path file : left) {
        boolean weights = holds(file);
        Files.delete(file);
        if (weights) {
          return Result.of(true, file.getFileName() + " with the weights");
        }
      }
      // An error file holds pieces of stacks, which is loot enough.
      return Result.of(!left.isEmpty(), "it died and left " + (left.isEmpty() ? "no file" : names));
    };
  }

  /** Where it runs, and where its temporary files go, but for its own private folder. */
  private Set<Path> files(Target target) throws IOException {
    Set<Path> files = new HashSet<>();
    for (Path folder : List.of(target.directory, lab.temporary)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isRegularFile(entry)) {
            files.add(entry);
          }
        }
      }
    }
    return files;
  }

  /** What lies in its folder for temporary files. */
  Result temporaryFiles(Target target, int thief) throws IOException, InterruptedException {
    String pattern = target.hardened ? "brigandine-vault-*" : "onnxruntime-java*";
    Lab.Run run =
        lab.run(
            thief,
            20,
            "sh",
            "-c",
            "find " + lab.temporary + "/" + pattern + " -type f -exec cat {} + | wc -c");
    String bytes = run.lastLine();
    boolean got = !bytes.equals("0");
    return Result.of(got, got ? "read" : said(run));
  }

  private static boolean holds(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Loot.in(in, Loot.needle());
    }
  }

  private static Result loot(Lab.Run run) {
    return Result.of(run.says("LOOT"), run.lastLine());
  }

  private static String said(Lab.Run run) {
    String line = run.output().strip().split("\n", 2)[0];
    return line.substring(line.lastIndexOf(": ") + (line.contains(": ") ? 2 : 1)).strip();
  }

  /** The line that says why. */
  private static String refusal(Lab.Run run, String word) {
    for (String line : run.output().split("\n", -1)) {
      if (line.contains(word) || line.contains("not permitted")) {
        return line;
      }
    }
    return run.status() < 0 ? "no end" : run.lastLine();
  }
}
