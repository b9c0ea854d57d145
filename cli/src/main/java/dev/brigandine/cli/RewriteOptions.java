package dev.brigandine.cli;

import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.cli.tensors.ElementType;
import dev.brigandine.cli.tensors.Tensor;
import dev.brigandine.cli.tensors.TensorFile;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.protect.ProtectOptions.Armor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How a model is to be rewritten: {@code protect} and {@code plan}. */
final class RewriteOptions {
  @Option(
      names = "--armor",
      paramLabel = "LEVEL",
      defaultValue = "full",
      description =
          "How far the model is rewritten: full (with locks, which take key tensors), rewrite"
              + " (without), none (sealed only). Default: full.")
  Armor armor;

  @Option(
      names = "--budget",
      paramLabel = "SHARE",
      converter = Share.Converter.class,
      description = "What the locks may cost of the run time, 0%% to 1000%%. Default: 3%%.")
  Share budget;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Inputs to try the model with, .json or .npz; give it again for more, of other sizes if"
              + " the model takes some. Default: samples are drawn.")
  List<Path> inputs = List.of();

  double budget() {
    return budget == null ? ArmorOptions.DEFAULT_BUDGET : budget.value();
  }

  /** Refuses what would have no effect. */
  void check() {
    if (budget != null && armor != Armor.FULL) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "--budget is for locks, which --armor " + armor.word() + " does not place",
          "leave it away, or ask for --armor full");
    }
    if (!inputs.isEmpty() && armor == Armor.NONE) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "--input is for trying a rewrite, and --armor none rewrites nothing",
          "leave it away, or ask for --armor full");
    }
    inputs.forEach(TensorFile::checkName);
  }

  /** The files' tensors, checked against what the model declares. */
  List<List<SampleTensor>> samples(OnnxModel model) throws IOException {
    List<TensorSpec> declared =
        model.inputs().stream().map(v -> new TensorSpec(v.name(), v.type(), v.shape())).toList();
    List<List<SampleTensor>> samples = new ArrayList<>();
    for (Path file : inputs) {
      List<Tensor> tensors = TensorFile.read(file, declared);
      GivenInputs.check(tensors, declared);
      samples.add(tensors.stream().map(RewriteOptions::sample).toList());
    }
    return samples;
  }

  private static SampleTensor sample(Tensor tensor) {
    boolean text = tensor.type() == ElementType.STRING;
    return new SampleTensor(
        tensor.name(),
        tensor.type().id(),
        tensor.shape(),
        text ? ByteBuffer.allocate(0) : tensor.data(),
        tensor.strings());
  }
}
