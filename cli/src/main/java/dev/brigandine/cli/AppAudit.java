package dev.brigandine.cli;

import dev.brigandine.audit.files.AppScan;
import dev.brigandine.audit.files.KnownContent;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The part of {@code audit} that looks into an application. */
final class AppAudit {
  private final Terminal terminal;
  private final AuditOutputs outputs;

  AppAudit(Terminal terminal, AuditOutputs outputs) {
    this.terminal = terminal;
    this.outputs = outputs;
  }

  /**
   * Scans and reports.
   *
   * @param original looked for besides what looks like a model; null for none
   */
  void run(Path application, Path original) throws IOException {
    Optional<KnownContent> known =
        original == null
            ? Optional.empty()
            : Optional.of(KnownContent.of(OnnxModel.read(original).toGraph()));
    Thread scanning = Thread.currentThread();
    Thread hook = new Thread(() -> interrupt(scanning), "audit stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      AppReport found = AppScan.scan(application, known, this::scanned);
      outputs.end(found, terminal.out());
    } finally {
      remove(hook);
    }
  }

  private void scanned(long bytes) {
    if (terminal.errIsTerminal()) {
      terminal.err().print("\rscanned " + Sizes.text(bytes) + "        \r");
      terminal.err().flush();
    }
  }

  /** When this process is told to end: what was found until then is still written. */
  private static void interrupt(Thread scanning) {
    scanning.interrupt();
    try {
      scanning.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending
    }
  }
}
