package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open, licensed model: ONNX Runtime's {@code OrtSession} as far as an application can tell.
 * Inputs and outputs are ONNX Runtime's own tensors, made with {@code
 * OrtEnvironment.getEnvironment()}.
 *
 * <p>Safe for concurrent {@code run} calls, as a session is. Every failure is a {@link
 * BrigandineException} with a stable code; ONNX Runtime's own text is held back where it would name
 * parts of the model.
 *
 * <p>What this is not: a defence against who may debug this process. The engine holds the weights
 * in memory while the model is open ({@code docs/threat-model.md}).
 */
public final class ProtectedModel implements AutoCloseable {
  private final Engine engine;
  private final InputCheck check;
  private final Manifest manifest;

  /** Null unless the model is armored. */
  private final ModelInterface face;

  private final SignerId signer;
  private final License license;

  /** Null if a vault counts. */
  private final RunMeter meter;

  private final AtomicBoolean closed = new AtomicBoolean();

  ProtectedModel(
      Engine engine,
      Manifest manifest,
      ModelInterface face,
      SignerId signer,
      License license,
      RunMeter meter) {
    this.engine = engine;
    this.check = new InputCheck(engine.inputs(), engine.outputs());
    this.manifest = manifest;
    this.face = face;
    this.signer = signer;
    this.license = license;
    this.meter = meter;
  }

  /** Runs the model for all its outputs. See {@link OrtSession#run(Map)}. */
  public Result run(Map<String, ? extends OnnxTensorLike> inputs) {
    return run(inputs, engine.outputs().keySet(), Map.of(), null);
  }

  /** Runs the model for all its outputs. See {@link OrtSession#run(Map, OrtSession.RunOptions)}. */
  public Result run(Map<String, ? extends OnnxTensorLike> inputs, RunOptions options) {
    return run(inputs, engine.outputs().keySet(), Map.of(), options);
  }

  /** Runs the model for the named outputs. See {@link OrtSession#run(Map, Set)}. */
  public Result run(Map<String, ? extends OnnxTensorLike> inputs, Set<String> requestedOutputs) {
    return run(inputs, requestedOutputs, Map.of(), null);
  }

  /** See {@link OrtSession#run(Map, Set, OrtSession.RunOptions)}. */
  public Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      RunOptions options) {
    return run(inputs, requestedOutputs, Map.of(), options);
  }

  /** Runs the model into outputs that the caller made. See {@link OrtSession#run(Map, Map)}. */
  public Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Map<String, ? extends OnnxValue> pinnedOutputs) {
    return run(inputs, Set.of(), pinnedOutputs, null);
  }

  /** See {@link OrtSession#run(Map, Set, Map)}. */
  public Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      Map<String, ? extends OnnxValue> pinnedOutputs) {
    return run(inputs, requestedOutputs, pinnedOutputs, null);
  }

  /**
   * Runs the model once.
   *
   * @param inputs one tensor for each input, of its type and shape
   * @param requestedOutputs names of outputs to make
   * @param pinnedOutputs outputs to write into; no name may be in both
   * @param options or null
   * @return the outputs; close them
   * @throws BrigandineException {@link ErrorCode#BAD_INPUT} before anything ran; {@link
   *     ErrorCode#LICENSE_EXPIRED} when the licence's time or runs are over; {@link
   *     ErrorCode#RATE_LIMITED} when it grants no more runs for now; {@link ErrorCode#LEASE_LOST}
   *     or {@link ErrorCode#SERVER_UNREACHABLE} when the seat on loan is over; {@link
   *     ErrorCode#ENGINE} when ONNX Runtime failed; of a vault also {@link ErrorCode#TOO_LARGE},
   *     {@link ErrorCode#OVERLOADED}, {@link ErrorCode#TIMED_OUT}, {@link ErrorCode#CANCELLED},
   *     {@link ErrorCode#VAULT_UNREACHABLE}
   * @throws IllegalStateException after {@link #close()}
   */
  public Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      Map<String, ? extends OnnxValue> pinnedOutputs,
      RunOptions options) {
    if (closed.get()) {
      throw new IllegalStateException("the model is closed");
    }
    check.inputs(inputs);
    check.outputs(requestedOutputs, pinnedOutputs.keySet());
    if (meter != null) {
      meter.count();
    }
    return runEngine(inputs, requestedOutputs, pinnedOutputs, options);
  }

  /** For a vault, which counts by itself. */
  Result runCounted(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      Map<String, ? extends OnnxValue> pinnedOutputs,
      RunOptions options) {
    if (closed.get()) {
      throw new IllegalStateException("the model is closed");
    }
    check.inputs(inputs);
    check.outputs(requestedOutputs, pinnedOutputs.keySet());
    return runEngine(inputs, requestedOutputs, pinnedOutputs, options);
  }

  RunMeter meter() {
    return meter;
  }

  private Result runEngine(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requestedOutputs,
      Map<String, ? extends OnnxValue> pinnedOutputs,
      RunOptions options) {
    try {
      return engine.runWith(inputs, requestedOutputs, pinnedOutputs, options);
    } catch (OrtException e) {
      throw Engine.failure("running the model", e);
    }
  }

  /** Number of inputs that a run needs. */
  public long getNumInputs() {
    return engine.inputs().size();
  }

  /** Number of outputs. */
  public long getNumOutputs() {
    return engine.outputs().size();
  }

  /** Names of the inputs, in the model's order. */
  public Set<String> getInputNames() {
    return getInputInfo().keySet();
  }

  /** Names of the outputs, in the model's order. */
  public Set<String> getOutputNames() {
    return getOutputInfo().keySet();
  }

  /** Types and shapes of the inputs; -1 stands for an open dimension. */
  public Map<String, NodeInfo> getInputInfo() {
    return Collections.unmodifiableMap(engine.inputs());
  }

  /** Types and shapes of the outputs; -1 stands for an open dimension. */
  public Map<String, NodeInfo> getOutputInfo() {
    return Collections.unmodifiableMap(engine.outputs());
  }

  /** The inputs as the model's file declared them, in its order, with its symbols for open axes. */
  public List<TensorSpec> inputs() {
    return face == null ? manifest.inputs() : specs(face.inputs());
  }

  /** The outputs as the model's file declared them, in its order. */
  public List<TensorSpec> outputs() {
    return face == null ? manifest.outputs() : specs(face.outputs());
  }

  private static List<TensorSpec> specs(List<ModelInterface.Port> ports) {
    List<TensorSpec> specs = new ArrayList<>(ports.size());
    for (ModelInterface.Port port : ports) {
      specs.add(port.spec());
    }
    return List.copyOf(specs);
  }

  /** The graph's metadata (producer, custom entries); of an armored model, none of the original. */
  public OnnxModelMetadata getMetadata() {
    try {
      return engine.metadata();
    } catch (OrtException e) {
      throw Engine.failure("reading the metadata", e);
    }
  }

  /**
   * What the bundle says of itself to anyone. For an armored model that is neither inputs nor
   * outputs: ask {@link #inputs()} and {@link #outputs()}.
   */
  public Manifest manifest() {
    return manifest;
  }

  /** Who signed the bundle, and the licence. */
  public SignerId signer() {
    return signer;
  }

  /** The licence it was opened with. */
  public License license() {
    return license;
  }

  /** Whether the licence grants that feature. What a feature is, the application says. */
  public boolean hasFeature(String feature) {
    return license.conditions().features().contains(feature);
  }

  /**
   * Frees the engine. Runs under way must have ended, as with a session. Closing twice is harmless.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        if (meter != null) {
          meter.close();
        }
      } finally {
        closeEngine();
      }
    }
  }

  private void closeEngine() {
    try {
      engine.close();
    } catch (OrtException e) {
      throw Engine.failure("closing the model", e);
    }
  }

  @Override
  public String toString() {
    return "ProtectedModel[" + manifest.modelId() + " version " + manifest.modelVersion() + "]";
  }

  /**
   * The outputs of one run: ONNX Runtime's {@link OrtSession.Result} by other means. Not
   * thread-safe.
   */
  public static final class Result
      implements AutoCloseable, Iterable<Map.Entry<String, OnnxValue>> {
    private final String[] names;
    private final OnnxValue[] values;
    private final boolean[] owned;

    /** Null if there is nothing to give back but the values. */
    private final Runnable release;

    private boolean closed;

    Result(String[] names, OnnxValue[] values, boolean[] owned) {
      this(names, values, owned, null);
    }

    /**
     * @param release called once the values that are owned are closed
     */
    Result(String[] names, OnnxValue[] values, boolean[] owned, Runnable release) {
      this.names = names;
      this.values = values;
      this.owned = owned;
      this.release = release;
    }

    /** Before anybody sees it. */
    void rename(Map<String, String> to) {
      for (int i = 0; i < names.length; i++) {
        names[i] = to.get(names[i]);
      }
    }

    /** The output at {@code index}, in the order they were asked for. */
    public OnnxValue get(int index) {
      requireOpen();
      return values[index];
    }

    /** The output of that name, or nothing. */
    public Optional<OnnxValue> get(String name) {
      requireOpen();
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          return Optional.of(values[i]);
        }
      }
      return Optional.empty();
    }

    /** Whether {@link #close()} frees that output; pinned outputs are the caller's. */
    public boolean isResultOwner(int index) {
      return owned[index];
    }

    /** How many outputs there are. */
    public int size() {
      return names.length;
    }

    @Override
    public Iterator<Map.Entry<String, OnnxValue>> iterator() {
      requireOpen();
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < names.length;
        }

        @Override
        public Map.Entry<String, OnnxValue> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          return new AbstractMap.SimpleImmutableEntry<>(names[next], values[next++]);
        }
      };
    }

    /** Frees the outputs that this result owns. Closing twice is harmless. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        for (int i = 0; i < values.length; i++) {
          if (owned[i]) {
            values[i].close();
          }
        }
        if (release != null) {
          release.run();
        }
      }
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("the result is closed");
      }
    }
  }
}
