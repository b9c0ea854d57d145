package dev.brigandine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.TensorIndex;
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

  Engine build(Manifest manifest) {
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
        return engine(List.of(whole.build(environment, options, false)), manifest);
      }
      return engine(chain(parts, processors), manifest);
    } catch (OrtException e) {
      throw Engine.failure("making the session", e);
    }
  }

  /** Takes the sessions over, and closes them if it can't. */
  private static Engine engine(List<OrtSession> sessions, Manifest manifest) throws OrtException {
    boolean done = false;
    try {
      Engine engine =
          sessions.size() == 1
              ? new SessionEngine(sessions.get(0))
              : new ChainEngine(sessions, manifest.inputs(), manifest.outputs());
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
