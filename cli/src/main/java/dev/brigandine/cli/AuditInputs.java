package dev.brigandine.cli;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.data.DrawnData;
import dev.brigandine.audit.data.ImageFolder;
import dev.brigandine.audit.data.PictureFolder;
import dev.brigandine.audit.data.SentenceFile;
import dev.brigandine.audit.data.StackedData;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.cli.tensors.ElementType;
import dev.brigandine.cli.tensors.Tensor;
import dev.brigandine.cli.tensors.TensorFile;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code audit} measures by. */
final class AuditInputs {
  private static final String LABELS = "labels";

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Samples: a folder of images as MNIST comes, or of pictures in a folder for each class; an"
              + " .npz with a stack of samples for each input, and labels; a .tsv of lines"
              + " LABEL<TAB>SENTENCE. Three in ten are for scoring, the thief may have the rest."
              + " Default: drawn by the model's inputs, without labels.")
  Path data;

  @Option(
      names = "--foreign",
      paramLabel = "DATA",
      description =
          "Inputs of other kinds than the model's that a thief may ask it, too, as for --data."
              + " Default: made up.")
  Path foreign;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "The tokenizer.json that splits sentences. Default: the one beside the model.")
  Path tokenizer;

  private final Terminal terminal;

  AuditInputs(Terminal terminal) {
    this.terminal = terminal;
  }

  boolean given() {
    return data != null || foreign != null || tokenizer != null;
  }

  AuditData read(OnnxModel model, Path file, long seed) throws IOException {
    AuditData own;
    if (data == null) {
      terminal.say(
          "no --data: copies are scored by their agreement with the original on drawn samples");
      own = DrawnData.of(model, seed);
    } else if (isPictures("--data", data)) {
      own = PictureFolder.read(data, model);
    } else {
      own = read(data, "--data", model, file);
    }
    if (foreign == null) {
      return own;
    }
    if (isPictures("--foreign", foreign)) {
      Samples pictures = PictureFolder.foreign(foreign, model, own.pool());
      return own.foreign(pictures, pictures.count() + " pictures of " + foreign.getFileName());
    }
    AuditData others = read(foreign, "--foreign", model, file);
    return own.foreign(others.pool(), others.origin());
  }

  /** Whether it is a folder that does not hold files of MNIST. */
  private static boolean isPictures(String option, Path path) {
    if (!Files.exists(path)) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "there is no file " + path,
          "check the path that " + option + " gives");
    }
    return Files.isDirectory(path) && !ImageFolder.is(path);
  }

  private AuditData read(Path path, String option, OnnxModel model, Path file) throws IOException {
    if (Files.isDirectory(path)) {
      return ImageFolder.read(path, model);
    }
    String name = path.toString();
    if (name.endsWith(".tsv")) {
      return SentenceFile.read(path, tokenizer(file), model);
    }
    if (name.endsWith(".npz")) {
      return stacked(path, model);
    }
    throw new BrigandineException(
        ErrorCode.USAGE,
        option + " is neither a folder nor an .npz nor a .tsv: " + path,
        "brigandine audit --help tells what each holds");
  }

  private Path tokenizer(Path model) {
    Path file = tokenizer == null ? model.resolveSibling("tokenizer.json") : tokenizer;
    if (!Files.exists(file)) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "sentences need a tokenizer, and there is no file " + file,
          "name it with --tokenizer");
    }
    return file;
  }

  private AuditData stacked(Path path, OnnxModel model) throws IOException {
    List<TensorSpec> declared = new ArrayList<>();
    model.inputs().forEach(v -> declared.add(new TensorSpec(v.name(), v.type(), v.shape())));
    declared.add(new TensorSpec(LABELS, "int64", List.of("samples")));
    int[] labels = null;
    List<SampleTensor> inputs = new ArrayList<>();
    for (Tensor tensor : TensorFile.read(path, declared)) {
      if (tensor.name().equals(LABELS)) {
        labels = labels(tensor, path);
      } else if (tensor.type() == ElementType.STRING) {
        throw bad("input " + tensor.name() + " holds strings, which an audit does not feed");
      } else {
        inputs.add(
            new SampleTensor(
                tensor.name(), tensor.type().id(), tensor.shape(), tensor.data(), List.of()));
      }
    }
    if (inputs.size() != model.inputs().size()) {
      throw bad(path + " has " + inputs.size() + " inputs, and the model " + model.inputs().size());
    }
    return StackedData.of(inputs, labels, path.getFileName().toString());
  }

  private int[] labels(Tensor tensor, Path path) {
    int[] labels = new int[tensor.elements()];
    for (int i = 0; i < labels.length; i++) {
      long label = tensor.data().getLong(8 * i);
      if (label < 0 || label > 1_000_000) {
        throw bad("a label in " + path + " is " + label + ", and classes count from 0");
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(
        ErrorCode.BAD_INPUT, message, "write all inputs with numpy.savez, and labels beside them");
  }
}
