package dev.brigandine.armor.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inputs as ONNX Runtime has them; whoever makes them closes them. */
public final class Feeds implements AutoCloseable {
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  private Feeds() {}

  /**
   * Copies of the inputs.
   *
   * @throws OnnxException ({@code not-runnable}) if an input is given twice, or is of a type that
   *     the Java API cannot feed
   */
  public static Feeds of(List<SampleTensor> inputs) throws OnnxException {
    Feeds feeds = new Feeds();
    boolean done = false;
    try {
      for (SampleTensor input : inputs) {
        OnnxTensor before = feeds.tensors.put(input.name(), tensor(input));
        if (before != null) {
          before.close();
          throw new OnnxException(
              LoadedModel.NOT_RUNNABLE, "an input is given twice", "give each input once");
        }
      }
      done = true;
      return feeds;
    } catch (OrtException | IllegalArgumentException | IllegalStateException e) {
      throw LoadedModel.notRunnable(
          "onnx runtime takes no input tensor of a sample's type and shape", e);
    } finally {
      if (!done) {
        feeds.close();
      }
    }
  }

  /** By the inputs' names. */
  public Map<String, OnnxTensor> byName() {
    return tensors;
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
    tensors.clear();
  }

  private static OnnxTensor tensor(SampleTensor input) throws OrtException, OnnxException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int type = Types.named(input.type());
    if (type == Types.STRING) {
      String[] strings = input.strings().toArray(String[]::new);
      return OnnxTensor.createTensor(environment, strings, input.shape());
    }
    OnnxJavaType javaType = Types.java(type);
    if (javaType == null) {
      throw LoadedModel.notRunnable(
          "an input is of type " + input.type() + ", which the java api cannot feed", null);
    }
    ByteBuffer data = input.data();
    ByteBuffer direct = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, direct.put(data).flip(), input.shape(), javaType);
  }
}
