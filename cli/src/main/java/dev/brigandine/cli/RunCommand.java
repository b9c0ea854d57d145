package dev.brigandine.cli;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.cli.tensors.OrtTensors;
import dev.brigandine.cli.tensors.Tensor;
import dev.brigandine.cli.tensors.TensorFile;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine run}. */
@Command(name = "run", description = "Run a protected model once.")
final class RunCommand implements Callable<Integer> {
  @Mixin SealedModelOptions sealed;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The inputs, .json or .npz.")
  Path input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the outputs go, .json or .npz. Default: JSON on stdout.")
  Path output;

  @Mixin EngineOptions engine;

  private final Terminal terminal;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    TensorFile.checkName(input);
    if (output != null) {
      TensorFile.checkName(output);
      AtomicFile.check(output);
      List<Path> read = new ArrayList<>(List.of(input, sealed.bundle, sealed.device));
      if (sealed.licence != null) {
        read.add(sealed.licence);
      }
      Outputs.refuseInputs(output, read);
    }
    try (ProtectedModel model = sealed.open(engine.session())) {
      List<Tensor> inputs = TensorFile.read(input, model.inputs());
      List<Tensor> outputs = run(model, inputs);
      if (output == null) {
        TensorFile.writeJson(terminal.out(), outputs);
      } else {
        TensorFile.write(output, outputs);
      }
    }
    return 0;
  }

  private static List<Tensor> run(ProtectedModel model, List<Tensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Tensor tensor : inputs) {
        tensors.put(tensor.name(), OrtTensors.toOrt(environment, tensor));
      }
      List<Tensor> outputs = new ArrayList<>();
      try (ProtectedModel.Result result = model.run(tensors)) {
        for (Map.Entry<String, OnnxValue> entry : result) {
          outputs.add(OrtTensors.fromOrt(entry.getKey(), entry.getValue()));
        }
      }
      return outputs;
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
