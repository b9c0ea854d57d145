package dev.brigandine.cli;

import dev.brigandine.armor.ArmorReport;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.ProtectReport;
import dev.brigandine.protect.Protector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brigandine protect}. */
@Command(
    name = "protect",
    description =
        "Armor a model and seal it: rewrite it so that its weights are not what was trained, prove"
            + " that the answers are the same, encrypt graph and weights, sign what anyone may"
            + " know, write a bundle. External data is taken along.")
final class ProtectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "The ONNX model.")
  Path model;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The bundle; it appears whole or not at all.")
  Path output;

  @Mixin VendorKeyOptions vendor;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "What you call the model: acme/minilm.")
  String id;

  @Option(
      names = "--model-version",
      required = true,
      paramLabel = "N",
      description = "A counter, 1 or more.")
  long version;

  @Option(
      names = "--customer",
      paramLabel = "NAME",
      description = "For one customer; the bundle says so.")
  String customer;

  @Mixin RewriteOptions rewrite;

  private final Terminal terminal;

  ProtectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    AtomicFile.check(output);
    rewrite.check();
    ProtectOptions options =
        ProtectOptions.of(id, version)
            .withArmor(rewrite.armor)
            .withBudget(rewrite.budget())
            .withClock(terminal.clock());
    if (customer != null) {
      options = options.forCustomer(customer);
    }
    OnnxModel read = OnnxModel.read(model);
    List<Path> modelFiles = read.files();
    List<Path> inputs = new ArrayList<>(modelFiles);
    inputs.add(vendor.key);
    inputs.addAll(rewrite.inputs);
    Outputs.refuseInputs(output, inputs);
    options = options.withSamples(rewrite.samples(read));
    VendorKey key = vendor.load();
    long total = 0;
    for (Path file : modelFiles) {
      total += Files.size(file);
    }
    say(protect(key, options, total));
    return 0;
  }

  private ProtectReport protect(VendorKey key, ProtectOptions options, long total) {
    try (Progress progress = Progress.of(terminal, "protecting", total)) {
      ProtectReport report =
          Protector.protect(
              model, output, key, options, done -> progress.accept(Math.min(done, total)));
      progress.accept(total);
      return report;
    }
  }

  private void say(ProtectReport report) throws java.io.IOException {
    terminal.say(
        "sealed "
            + id
            + " version "
            + version
            + " in "
            + output
            + ": "
            + report.weights()
            + (report.weights() == 1 ? " weight of " : " weights of ")
            + Sizes.text(report.weightBytes())
            + (report.parts() == 1 ? "" : ", " + report.parts() + " parts")
            + ", the bundle is "
            + Sizes.text(Files.size(output)));
    if (report.armor().isPresent()) {
      ArmorReport armor = report.armor().get();
      terminal.say(ArmorTalk.line(rewrite.armor.word(), armor));
      if (rewrite.armor == ProtectOptions.Armor.FULL && armor.locks().isEmpty()) {
        terminal.hint("without a lock a copy works without keys; a higher --budget may place some");
      }
    }
  }
}
