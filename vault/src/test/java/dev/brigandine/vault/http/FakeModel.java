package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A model that is a function, so that a test says what it does. */
final class FakeModel implements ServedModel {
  private final String name;
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final Function<Request, List<Tensor>> function;
  volatile BrigandineException trouble;

  FakeModel(
      String name,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      Function<Request, List<Tensor>> function) {
    this.name = name;
    this.inputs = inputs;
    this.outputs = outputs;
    this.function = function;
  }

  /** Answers each input as an output of the same name with {@code _out} behind it. */
  static FakeModel echo(String name, TensorSpec... inputs) {
    List<TensorSpec> outputs = new ArrayList<>();
    for (TensorSpec spec : inputs) {
      outputs.add(new TensorSpec(spec.name() + "_out", spec.type(), spec.shape()));
    }
    return new FakeModel(
        name,
        Arrays.asList(inputs),
        outputs,
        request -> {
          List<Tensor> all = new ArrayList<>();
          for (Tensor in : request.inputs()) {
            all.add(new Tensor(in.name() + "_out", in.type(), in.shape(), in.data()));
          }
          return all;
        });
  }

  static TensorSpec spec(String name, String type, String... shape) {
    return new TensorSpec(name, type, List.of(shape));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long version() {
    return 7;
  }

  @Override
  public List<TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public List<TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Manifest manifest() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SignerId signer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public License license() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path bundle() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<BrigandineException> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public Answer run(Request request) {
    if (trouble != null) {
      throw trouble;
    }
    if (request.inputs().size() != inputs.size()) {
      throw new BrigandineException(ErrorCode.BAD_INPUT, "an input is missing");
    }
    List<Tensor> all = function.apply(request);
    List<Tensor> wanted = new ArrayList<>();
    for (String output : request.outputs()) {
      all.stream().filter(tensor -> tensor.name().equals(output)).forEach(wanted::add);
    }
    List<Tensor> answer = request.outputs().isEmpty() ? all : wanted;
    return new Answer() {
      @Override
      public List<Tensor> outputs() {
        return answer;
      }

      @Override
      public long version() {
        return 7;
      }

      @Override
      public void close() {}
    };
  }
}
