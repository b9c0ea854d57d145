package dev.brigandine.vault.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** An open model as a vault's only one, run on the caller's own thread. */
final class OneModel implements Models, ServedModel {
  private final String name;
  private final Path bundle;
  private final ProtectedModel model;

  /** Called with each request before it runs. */
  volatile Consumer<Request> before = request -> {};

  OneModel(String name, Path bundle, ProtectedModel model) {
    this.name = name;
    this.bundle = bundle;
    this.model = model;
  }

  @Override
  public ServedModel find(String wanted, OptionalLong version) {
    if (!wanted.equals(name) || version.isPresent() && version.getAsLong() != version()) {
      throw new BrigandineException(
          ErrorCode.MODEL_UNKNOWN, "there is no model '" + wanted + "'", "it serves " + name);
    }
    return this;
  }

  @Override
  public List<ServedModel> all() {
    return List.of(this);
  }

  @Override
  public List<Long> versions(String wanted) {
    return wanted.equals(name) ? List.of(version()) : List.of();
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long version() {
    return model.manifest().modelVersion();
  }

  @Override
  public List<TensorSpec> inputs() {
    return model.inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return model.outputs();
  }

  @Override
  public Manifest manifest() {
    return model.manifest();
  }

  @Override
  public SignerId signer() {
    return model.signer();
  }

  @Override
  public License license() {
    return model.license();
  }

  @Override
  public Path bundle() {
    return bundle;
  }

  @Override
  public Optional<BrigandineException> trouble() {
    return Optional.empty();
  }

  @Override
  public Answer run(Request request) {
    before.accept(request);
    if (request.cancellation().isCancelled()) {
      throw new BrigandineException(ErrorCode.CANCELLED, "the run was cancelled", null);
    }
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (Tensor input : request.inputs()) {
        inputs.put(input.name(), tensor(input));
      }
      Set<String> wanted =
          request.outputs().isEmpty()
              ? model.getOutputNames()
              : new LinkedHashSet<>(request.outputs());
      List<Tensor> outputs = new ArrayList<>();
      try (ProtectedModel.Result result = model.run(inputs, wanted)) {
        for (Map.Entry<String, OnnxValue> entry : result) {
          outputs.add(tensor(entry.getKey(), (OnnxTensor) entry.getValue()));
        }
      }
      return new Copied(outputs, version());
    } catch (OrtException e) {
      throw new BrigandineException(ErrorCode.ENGINE, "onnx runtime failed", null);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private record Copied(List<Tensor> outputs, long version) implements Answer {
    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private static OnnxTensor tensor(Tensor input) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    if (input.type() != ElementType.BYTES) {
      return OnnxTensor.createTensor(
          environment, input.data().duplicate(), input.shape(), input.type().ort());
    }
    ByteBuffer data = input.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    String[] strings = new String[(int) input.elements()];
    for (int i = 0; i < strings.length; i++) {
      byte[] utf8 = new byte[data.getInt()];
      data.get(utf8);
      strings[i] = new String(utf8, StandardCharsets.UTF_8);
    }
    return OnnxTensor.createTensor(environment, strings, input.shape());
  }

  private static Tensor tensor(String name, OnnxTensor output) throws OrtException {
    ElementType type = null;
    for (ElementType one : ElementType.values()) {
      if (one.ort() == output.getInfo().type) {
        type = one;
      }
    }
    long[] shape = output.getInfo().getShape();
    if (type != ElementType.BYTES) {
      return new Tensor(name, type, shape, output.getByteBuffer());
    }
    String[] strings = OrtUtil.flattenString(output.getValue());
    int length = 0;
    byte[][] encoded = new byte[strings.length][];
    for (int i = 0; i < strings.length; i++) {
      encoded[i] = strings[i].getBytes(StandardCharsets.UTF_8);
      length += 4 + encoded[i].length;
    }
    ByteBuffer data = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] one : encoded) {
      data.putInt(one.length).put(one);
    }
    return new Tensor(name, type, shape, data.flip());
  }
}
