package dev.brigandine.armor.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.Skeleton;
import dev.brigandine.onnx.Weight;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model that ONNX Runtime has loaded: CPU provider, one thread, nothing written to disk, nothing
 * logged. For the vendor, who has the model anyway: it is not kept from whoever looks into this
 * process.
 *
 * <p>Errors are {@link OnnxException}s with the code {@code not-runnable}; what ONNX Runtime said
 * is the cause.
 */
public final class LoadedModel implements AutoCloseable {
  static final String NOT_RUNNABLE = "not-runnable";

  /** How ONNX Runtime is set up. */
  enum Mode {
    /** As an application has it. */
    DEFAULT,
    /** Every node as it stands, and every value let go of as soon as it is used up. */
    PLAIN
  }

  private final OrtSession session;

  private LoadedModel(OrtSession session) {
    this.session = session;
  }

  /** Loads a model as it is. */
  public static LoadedModel open(OnnxModel model) throws OnnxException {
    return open(model, Mode.DEFAULT);
  }

  /** Loads a graph as it is. */
  public static LoadedModel open(ModelGraph graph) throws OnnxException {
    return open(OnnxModel.of(graph), Mode.DEFAULT);
  }

  /**
   * Loads a graph that answers these values, and not its outputs.
   *
   * @param values of the main graph; no constants
   */
  public static LoadedModel open(ModelGraph graph, Collection<String> values) throws OnnxException {
    return open(OnnxModel.of(answering(graph, values)), Mode.DEFAULT);
  }

  /** Runs a graph once; see {@link #open(ModelGraph, Collection)}. */
  public static Map<String, Tensor> run(
      ModelGraph graph, List<SampleTensor> inputs, Collection<String> values) throws OnnxException {
    try (LoadedModel model = open(graph, values)) {
      return model.run(inputs);
    }
  }

  static LoadedModel open(OnnxModel model, Mode mode) throws OnnxException {
    Skeleton skeleton = Skeleton.of(model);
    Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = options(mode)) {
      DirectMemory memory = new DirectMemory();
      for (Weight weight : skeleton.weights()) {
        weights.put(weight.name(), tensor(weight, memory));
      }
      if (!weights.isEmpty()) {
        options.addExternalInitializers(weights);
      }
      byte[] graph = skeleton.graph();
      ByteBuffer direct = ByteBuffer.allocateDirect(graph.length).put(graph).flip();
      return new LoadedModel(OrtEnvironment.getEnvironment().createSession(direct, options));
    } catch (OrtException e) {
      throw notRunnable("onnx runtime does not take the model", e);
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw notRunnable("the model's weights cannot be read", e);
    } finally {
      // ONNX Runtime has copied them.
      weights.values().forEach(OnnxTensorLike::close);
    }
  }

  /**
   * Answers, by name and in order. Values that are no tensors are left out, and tensors of types
   * that the Java API cannot read have no data.
   */
  public Map<String, Tensor> run(List<SampleTensor> inputs) throws OnnxException {
    try (Feeds feeds = Feeds.of(inputs)) {
      return run(feeds, session.getOutputNames());
    }
  }

  Map<String, Tensor> run(Feeds feeds, Set<String> wanted) throws OnnxException {
    try (OrtSession.RunOptions options = quiet();
        OrtSession.Result result = session.run(feeds.byName(), wanted, options)) {
      Map<String, Tensor> answers = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          answers.put(entry.getKey(), Answers.of(tensor));
        }
      }
      return answers;
    } catch (OrtException e) {
      throw notRunnable("onnx runtime fails to run the model on a sample", e);
    }
  }

  /** Runs and lets the answers go. */
  void exercise(Feeds feeds) throws OnnxException {
    try (OrtSession.RunOptions options = quiet()) {
      session.run(feeds.byName(), options).close();
    } catch (OrtException e) {
      throw notRunnable("onnx runtime fails to run the model on a sample", e);
    }
  }

  /** Element types of the outputs that are tensors. */
  Map<String, Integer> types() throws OnnxException {
    try {
      Map<String, Integer> types = new LinkedHashMap<>();
      for (NodeInfo output : session.getOutputInfo().values()) {
        if (output.getInfo() instanceof TensorInfo tensor) {
          types.put(output.getName(), Types.of(tensor));
        }
      }
      return types;
    } catch (OrtException e) {
      throw notRunnable("onnx runtime does not tell the model's outputs", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the session does not close", e);
    }
  }

  static OnnxException notRunnable(String message, Exception cause) {
    return new OnnxException(
        NOT_RUNNABLE,
        message,
        "see whether plain onnx runtime runs it, and give inputs that fit it",
        cause);
  }

  private static ModelGraph answering(ModelGraph model, Collection<String> values) {
    Graph graph = model.graph();
    Map<String, ValueType> outputs = new LinkedHashMap<>();
    for (String value : values) {
      outputs.put(value, graph.outputs().getOrDefault(value, ValueType.unknown()));
    }
    return model.withGraph(graph.withOutputs(outputs));
  }

  private static OrtSession.SessionOptions options(Mode mode) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    if (mode == Mode.PLAIN) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      options.addConfigEntry("session.disable_prepacking", "1");
    }
    return options;
  }

  /** ONNX Runtime reports a failing node to stderr, by name, unless a run forbids it. */
  private static OrtSession.RunOptions quiet() throws OrtException {
    OrtSession.RunOptions options = new OrtSession.RunOptions();
    options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  private static OnnxTensor tensor(Weight weight, DirectMemory memory)
      throws OrtException, IOException {
    ByteBuffer bytes = memory.take(Math.toIntExact(weight.byteLength()));
    weight.writeTo(DirectMemory.into(bytes));
    if (bytes.hasRemaining()) {
      throw new IOException("a weight wrote less than it has");
    }
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        bytes.flip(),
        weight.shape(),
        Types.java(weight.elementType()));
  }
}
