package dev.brigandine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.KeySpec;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.TensorIndex;
import dev.brigandine.bundle.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A session for a model that is whole, or sessions made side by side for one that is in parts. */
final class EngineBuilder {
  private final Payload payload;
  private final TensorIndex index;
  private final Background<OrtEnvironment> environment;
  private final SessionOptions options;

  EngineBuilder(
      Payload payload,
      TensorIndex index,
      Background<OrtEnvironment> environment,
      SessionOptions options) {
    this.payload = payload;
    this.index = index;
    this.environment = environment;
    this.options = options;
  }

  /** For a model that is sealed only. */
  Engine build(Manifest manifest) {
    return build(names(manifest.inputs()), names(manifest.outputs()));
  }

  /** For an armored model; its key tensors are derived meanwhile, on a thread of their own. */
  Engine build(ModelInterface face, ActivationKey activation, KeyTensorsMode mode) {
    KeyDerivation derivation = new KeyDerivation(environment, face.keys(), activation, mode);
    derivation.start();
    KeyFeeds keys = new KeyFeeds(face.keys(), derivation);
    Engine graph = null;
    boolean done = false;
    try {
      List<String> inputs = ArmoredEngine.aliases(face.inputs());
      for (KeySpec key : face.keys()) {
        inputs.add(key.input());
      }
      graph = build(inputs, ArmoredEngine.aliases(face.outputs()));
      keys.make(environment.get());
      Engine engine = new ArmoredEngine(graph, face, keys);
      done = true;
      return engine;
    } catch (OrtException e) {
      throw Engine.failure("making the key tensors", e);
    } finally {
      if (!done) {
        discard(graph, keys);
      }
    }
  }

  /** Waits for the derivation, too: it uses a key that is about to be wiped. */
  private static void discard(Engine graph, KeyFeeds keys) {
    keys.close();
    if (graph != null) {
      try {
        graph.close();
      } catch (OrtException e) {
        throw Engine.failure("closing the model", e);
      }
    }
  }

  private static List<String> names(List<TensorSpec> specs) {
    List<String> names = new ArrayList<>(specs.size());
    for (TensorSpec spec : specs) {
      names.add(spec.name());
    }
    return names;
  }

  private Engine build(List<String> inputs, List<String> outputs) {
    List<TensorIndex.Part> parts = index.parts();
    if (parts.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the tensor index has no graph",
          "the bundle was written by a faulty program");
    }
    int processors = Runtime.getRuntime().availableProcessors();
    try {
      if (parts.size() == 1) {
        PartBuilder whole = new PartBuilder(payload, index, parts.get(0), processors);
        return engine(List.of(whole.build(environment, options, false)), inputs, outputs);
      }
      return engine(chain(parts, processors), inputs, outputs);
    } catch (OrtException e) {
      throw Engine.failure("making the session", e);
    }
  }

  /** Takes the sessions over, and closes them if it can't. */
  private static Engine engine(List<OrtSession> sessions, List<String> inputs, List<String> outputs)
      throws OrtException {
    boolean done = false;
    try {
      Engine engine =
          sessions.size() == 1
              ? new SessionEngine(sessions.get(0))
              : new ChainEngine(sessions, inputs, outputs);
      done = true;
      return engine;
    } finally {
      if (!done) {
        closeAll(sessions);
      }
    }
  }

  private static void closeAll(List<OrtSession> sessions) throws OrtException {
    for (OrtSession session : sessions) {
      if (session != null) {
        session.close();
      }
    }
  }

  private List<OrtSession> chain(List<TensorIndex.Part> parts, int processors) throws OrtException {
    OrtSession[] made = new OrtSession[parts.size()];
    boolean done = false;
    try {
      Workers.forEach(
          parts.size(),
          processors,
          new Workers.Task() {
            @Override
            public void run(int i) {
              try {
                PartBuilder part = new PartBuilder(payload, index, parts.get(i), 1);
                made[i] = part.build(environment, options, true);
              } catch (OrtException e) {
                throw Engine.failure("making the session", e);
              }
            }
          });
      done = true;
      return Arrays.asList(made);
    } finally {
      if (!done) {
        closeAll(Arrays.asList(made));
      }
    }
  }
}
