package dev.brigandine.bench;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Cold starts of both sides, in turn: plain, sealed, then sealed, plain, and so on, so that a
 * machine that slows down or speeds up favours neither. Same java, options, class path and inputs.
 */
final class StartComparison {
  private static final String INPUTS = "inputs";

  private final BenchOptions options;
  private final BenchProgress progress;

  StartComparison(BenchOptions options, BenchProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * The counted runs of both sides; {@code plain.get(i)} was taken beside {@code sealed.get(i)}.
   */
  record Starts(List<ColdRun> plain, List<ColdRun> sealed) {
    boolean identical() {
      Set<String> digests = new HashSet<>();
      plain.forEach(run -> digests.add(run.digest()));
      sealed.forEach(run -> digests.add(run.digest()));
      return digests.size() == 1;
    }

    /** Whether each side answered the same every time. */
    boolean steady() {
      return plain.stream().map(ColdRun::digest).distinct().count() == 1
          && sealed.stream().map(ColdRun::digest).distinct().count() == 1;
    }

    static double[] values(List<ColdRun> runs, ToLongFunction<ColdRun> of) {
      return runs.stream().mapToDouble(run -> of.applyAsLong(run)).toArray();
    }
  }

  Starts run() throws InterruptedException {
    Starts starts = new Starts(new ArrayList<>(), new ArrayList<>());
    try (PrivateFolder folder = PrivateFolder.create(options.tempFolder())) {
      InputFile.write(folder.path().resolve(INPUTS), options.startInputs());
      int total = options.pairs() + 1;
      for (int pair = 0; pair < total; pair++) {
        progress.step("start-up", pair, total);
        ColdRun plain;
        ColdRun sealed;
        if (pair % 2 == 0) {
          plain = start("plain", options.plain(), folder.path());
          sealed = start("sealed", options.sealed(), folder.path());
        } else {
          sealed = start("sealed", options.sealed(), folder.path());
          plain = start("plain", options.plain(), folder.path());
        }
        if (pair > 0) { // the first pair fills the page cache
          starts.plain().add(plain);
          starts.sealed().add(sealed);
        }
      }
      progress.step("start-up", total, total);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.IO, "cannot write the inputs of the child processes", null, e);
    }
    return starts;
  }

  private ColdRun start(String label, Contender contender, Path folder)
      throws InterruptedException {
    return new ChildProcess(label, options.timeout())
        .run(
            command(contender, folder), contender.secretBytes(), folder.resolve("stderr-" + label));
  }

  private List<String> command(Contender contender, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The JVM's own talk must not land on standard output, nor a crash beside the user's files.
    command.add("-XX:+DisplayVMOutputToStderr");
    command.add("-Xlog:disable");
    command.add("-Xlog:all=warning:stderr");
    command.add("-XX:ErrorFile=" + folder.resolve("crash"));
    command.add("-XX:-CreateCoredumpOnCrash");
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options.jvmArguments());
    command.add("-cp");
    command.add(String.join(File.pathSeparator, options.classPath()));
    command.add(contender.mainClass());
    command.add(folder.resolve(INPUTS).toString());
    command.add(Integer.toString(options.startThreads()));
    command.add(options.provider());
    command.add(contender.hasSecret() ? "secret" : "-");
    command.addAll(contender.arguments());
    return command;
  }
}
