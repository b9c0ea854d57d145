package dev.brigandine.cli;

import dev.brigandine.audit.Audit;
import dev.brigandine.audit.AuditOptions;
import dev.brigandine.audit.Selection;
import dev.brigandine.audit.Stop;
import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.endpoint.Endpoint;
import dev.brigandine.audit.target.OwnBundle;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code brigandine audit}. */
@Command(
    name = "audit",
    description = {
      "Attack a model of your own, plain and protected, and report what a thief would get. With a"
          + " folder or an archive of an application: find the models that lie about in it and say"
          + " how exposed each is.",
      "Give the bundle with its licence, device key and original, or the original alone, which is"
          + " then protected at every level with keys that are thrown away. What attacks recover is"
          + " written nowhere. Exit 30 if a threshold of --fail-above is not met."
    })
final class AuditCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description = "A bundle, an ONNX model, or an application: folder, jar, apk, zip, tar.")
  Path target;

  @Option(
      names = "--against",
      paramLabel = "MODEL",
      description =
          "The ONNX model that the bundle was made from. With an application: a model to look for.")
  Path original;

  @Option(names = "--license", paramLabel = "FILE", description = "The bundle's licence.")
  Path licence;

  @Option(
      names = "--device",
      paramLabel = "FILE",
      description = "The key of the device it is for, without a passphrase.")
  Path device;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description = "The public ONNX model that the original was tuned from; the thief has it.")
  Path base;

  @Mixin AuditInputs inputs;

  @Mixin AuditEndpoint endpoint = new AuditEndpoint();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description =
          "What the model answers: classes or values. Default: classes, if the data has labels that"
              + " fit.")
  Yardstick.Task task;

  @Option(
      names = "--forms",
      split = ",",
      paramLabel = "FORM",
      description = "Attack only these: plain, sealed, rewritten, armored, vault. Default: all.")
  Set<Protection> forms = EnumSet.allOf(Protection.class);

  @Option(
      names = "--attacks",
      paramLabel = "ATTACKS",
      defaultValue = "usual",
      description = "quick, usual, all, or names with commas between; see --list. Default: usual.")
  String attacks;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "About how long it may take: 90s, 10m, 2h. Default: 10m.")
  String budget;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random. Default: 1.")
  long seed;

  @Mixin AuditOutputs outputs;

  @Option(names = "--list", description = "List the attacks there are.")
  boolean list;

  @Spec CommandSpec spec;

  private final Terminal terminal;

  AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    List<Attack> all = Audit.attacks();
    if (list) {
      list(all);
      return 0;
    }
    outputs.check(Audit.cards(all));
    if (target != null && Files.exists(target) && isApplication()) {
      refuseModelOptions();
      outputs.checkApplication();
      new AppAudit(terminal, outputs).run(target, original);
      return 0;
    }
    AuditOptions options = options(all);
    try (AuditTalk talk = new AuditTalk(terminal, outputs)) {
      Stop stop = talk.stop();
      talk.end(Audit.run(options, all, talk, stop));
    }
    return 0;
  }

  private void list(List<Attack> attacks) {
    Columns columns = new Columns("");
    for (Attack attack : attacks) {
      AttackCard card = attack.card();
      columns.row(card.id(), card.effort().name().toLowerCase(Locale.ROOT), card.title());
    }
    columns.print(terminal.out());
  }

  private boolean isApplication() {
    String name = target.getFileName() == null ? "" : target.getFileName().toString();
    return Files.isDirectory(target) || !(name.endsWith(".brig") || name.endsWith(".onnx"));
  }

  private void refuseModelOptions() {
    if (licence != null || device != null || base != null || inputs.given() || endpoint.given()) {
      throw usage(
          "these options are for a model, and " + target + " is taken for an application",
          "name a .brig or .onnx file to audit a model");
    }
  }

  private AuditOptions options(List<Attack> all) throws IOException {
    boolean bundle = target != null && !target.toString().endsWith(".onnx");
    Path model = target != null && !bundle ? target : original;
    if (target != null && !bundle && original != null) {
      throw usage("the original is given twice, as TARGET and by --against", "give it once");
    }
    if (model == null) {
      throw target == null
          ? usage("there is nothing to audit", "name a bundle, an ONNX model or an application")
          : usage(
              "an audit yields copies of the model, so it asks for the original",
              "give the ONNX model that the bundle was made from: --against model.onnx");
    }
    AuditOptions options =
        AuditOptions.of(model, inputs.read(OnnxModel.read(model), model, seed))
            .attacks(Selection.parse(attacks, all))
            .budget(duration(budget))
            .forms(forms)
            .seed(seed)
            .command(command());
    if (bundle) {
      if (licence == null || device == null) {
        throw usage(
            "the bundle is opened to be attacked, which takes its licence and device key",
            "give --license and --device, or the original alone to attack trial bundles");
      }
      options = options.own(new OwnBundle(target, licence, device));
    } else if (licence != null || device != null) {
      throw usage("--license and --device belong to a bundle", "name the bundle first");
    }
    options = base == null ? options : options.base(base);
    Optional<Endpoint> served = endpoint.read();
    options = served.isEmpty() ? options : options.endpoint(served.get());
    return task == null ? options : options.task(task);
  }

  /** What was typed, but for where the report goes. */
  private String command() {
    StringBuilder words = new StringBuilder("brigandine");
    for (String word : spec.commandLine().getParseResult().originalArgs()) {
      boolean plain = word.matches("[A-Za-z0-9_./:,=@%+-]+");
      words.append(' ').append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return words.toString();
  }

  private static Duration duration(String text) {
    if (text.matches("[1-9][0-9]{0,6}[smh]")) {
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      return switch (text.charAt(text.length() - 1)) {
        case 's' -> Duration.ofSeconds(number);
        case 'm' -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
    throw usage(
        "--budget is " + Columns.shown(text) + ", which is no time", "write 90s, 10m or 2h");
  }

  private static BrigandineException usage(String message, String hint) {
    return new BrigandineException(ErrorCode.USAGE, message, hint);
  }
}
