package dev.brigandine.cli;

import dev.brigandine.audit.Audit;
import dev.brigandine.audit.AuditListener;
import dev.brigandine.audit.AuditOptions;
import dev.brigandine.audit.Selection;
import dev.brigandine.audit.Stop;
import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.data.SentenceFile;
import dev.brigandine.audit.report.ReportHtml;
import dev.brigandine.audit.report.ReportText;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Untried;
import dev.brigandine.audit.target.OwnBundle;
import dev.brigandine.cli.demo.Sentences;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.vault.embed.TokenizerFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The end of the demo: a few attacks on the bundle, beside the same on the plain model. */
final class DemoAudit {
  /** What shows the most in the fewest seconds. */
  private static final Set<String> ATTACKS =
      Set.of("file-scan", "hooked-session", "traces-on-disk", "architecture", "tampering");

  private static final Duration BUDGET = Duration.ofMinutes(3);

  private final Terminal terminal;
  private final Path model;
  private final Path tokenizer;
  private final OwnBundle bundle;

  DemoAudit(Terminal terminal, Path model, Path tokenizer, OwnBundle bundle) {
    this.terminal = terminal;
    this.model = model;
    this.tokenizer = tokenizer;
    this.bundle = bundle;
  }

  /** Prints the matrix and writes {@code report}. */
  void run(Path report) throws Exception {
    List<Attack> all = Audit.attacks();
    AuditOptions options =
        AuditOptions.of(model, data())
            .own(bundle)
            .forms(EnumSet.of(Protection.PLAIN, Protection.ARMORED))
            .attacks(new Selection(Effort.LONG, ATTACKS))
            .budget(BUDGET)
            .command("brigandine demo");
    AuditReport found = Audit.run(options, all, AuditListener.NONE, new Stop());
    ReportText.print(tried(found), Optional.empty(), terminal.out());
    ReportHtml.write(found, Optional.empty(), report);
  }

  /** Without the long list of what a demo does not try; the report has it. */
  private static AuditReport tried(AuditReport found) {
    return new AuditReport(
        found.begun(),
        found.took(),
        found.version(),
        found.machine(),
        found.command(),
        found.subject(),
        found.forms(),
        found.attacks().stream().filter(card -> ATTACKS.contains(card.id())).toList(),
        found.cells(),
        found.untried().stream().filter(Untried::failed).toList(),
        found.partial());
  }

  /** Two sentences that mean the same bear the same label. */
  private AuditData data() throws Exception {
    int[] labels = new int[Sentences.ALL.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % (labels.length / 2);
    }
    Samples samples =
        SentenceFile.samples(
            Sentences.ALL, labels, TokenizerFile.read(tokenizer), OnnxModel.read(model));
    return new AuditData(samples, samples, labels.length + " sentences in pairs");
  }
}
