package dev.brigandine.cli;

import java.io.IOException;
import java.nio.file.Path;

/** The part of {@code audit} that looks into an application. */
final class AppAudit {
  private final Terminal terminal;
  private final AuditOutputs outputs;

  AppAudit(Terminal terminal, AuditOutputs outputs) {
    this.terminal = terminal;
    this.outputs = outputs;
  }

  void run(Path application) throws IOException {}
}
