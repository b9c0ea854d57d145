package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/** Short words for tests that read models. */
final class TestBytes {
  private TestBytes() {}

  static byte[] bytes(Weight weight) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    weight.writeTo(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  static OnnxModel read(Path folder, ModelProto model) throws IOException {
    return read(folder, model.toByteArray());
  }

  static OnnxModel read(Path folder, byte[] model) throws IOException {
    return OnnxModel.read(Files.write(folder.resolve("model.onnx"), model));
  }

  /** Does all that may be done with a model that someone else made. */
  static void useAll(Path file) throws IOException {
    OnnxModel model = OnnxModel.read(file);
    Skeleton skeleton = Skeleton.of(model);
    for (Weight weight : skeleton.weights()) {
      bytes(weight);
    }
    model.inputs();
    model.outputs();
    skeleton.graph();
    SampleInputs samples = SampleInputs.of(model);
    samples.describe();
    samples.draw(1);
  }

  /** Makes a graph to be edited of such a model, and a model of that. */
  static void rebuild(Path file) throws IOException {
    ModelGraph graph = OnnxModel.read(file).toGraph();
    OnnxModel again;
    try {
      again = OnnxModel.of(graph);
      again.toGraph();
    } catch (OnnxException e) {
      if (e.code().equals("bad-graph")) {
        throw new AssertionError("what was read is refused", e);
      }
      throw e;
    }
    for (Weight weight : Skeleton.of(again).weights()) {
      bytes(weight);
    }
    again.writeTo(Channels.newChannel(OutputStream.nullOutputStream()));
  }

  /** The refusal that rebuilding the model in {@code file} ends in, or null. */
  static OnnxException rebuildRefusal(Path file) {
    return catchThrowableOfType(OnnxException.class, () -> rebuild(file));
  }

  /** The refusal that using the model in {@code file} ends in, or null. */
  static OnnxException refusal(Path file) {
    return catchThrowableOfType(OnnxException.class, () -> useAll(file));
  }
}
