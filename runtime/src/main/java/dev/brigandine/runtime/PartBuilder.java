package dev.brigandine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One session of a model. Its sections are decrypted side by side; the weights go to ONNX Runtime
 * by {@code addExternalInitializers}, which copies them while the session is made; meanwhile
 * another thread holds them against the digests that the vendor signed.
 */
final class PartBuilder {
  private final Payload payload;
  private final TensorIndex index;
  private final TensorIndex.Part part;
  private final int workers;

  /** The graph's section first, then those of its weights. */
  private final String[] names;

  private final ByteBuffer[] plain;

  PartBuilder(Payload payload, TensorIndex index, TensorIndex.Part part, int workers) {
    this.payload = payload;
    this.index = index;
    this.part = part;
    this.workers = workers;
    Set<String> sections = new LinkedHashSet<>();
    sections.add(part.graph());
    for (TensorIndex.Entry weight : part.weights()) {
      sections.add(weight.section());
    }
    this.names = sections.toArray(new String[0]);
    this.plain = new ByteBuffer[names.length];
  }

  /** The caller closes the session; the buffers are given back in any case. */
  OrtSession build(Background<OrtEnvironment> environment, SessionOptions options, boolean chained)
      throws OrtException {
    try {
      // ONNX Runtime's library is what takes longest to load: it keeps a processor to itself.
      int decryptors = environment.isAlive() ? Math.max(1, workers - 1) : workers;
      Workers.forEach(
          names.length,
          decryptors,
          new Workers.Task() {
            @Override
            public void run(int i) {
              // The graph is parsed by ONNX Runtime, so it is checked before anybody sees it. With
              // no thread to spare for the weights, checking them on the way costs least.
              boolean now = i == 0 || workers == 1;
              plain[i] = now ? payload.checked(names[i]) : payload.unchecked(names[i]);
            }
          });
      return workers == 1
          ? session(environment.get(), options, chained)
          : sessionWhileChecking(environment, options, chained);
    } finally {
      for (ByteBuffer buffer : plain) {
        if (buffer != null) {
          payload.giveBack(buffer);
        }
      }
    }
  }

  private OrtSession sessionWhileChecking(
      Background<OrtEnvironment> environment, SessionOptions options, boolean chained)
      throws OrtException {
    Background<Boolean> digests =
        new Background<>("brigandine-digest") {
          @Override
          Boolean make() {
            checkDigests();
            return true;
          }
        };
    digests.start();
    OrtSession session = null;
    try {
      session = session(environment.get(), options, chained);
    } finally {
      // Also if no session came of it: wrong weights are the cause, and ONNX Runtime's refusal a
      // symptom.
      boolean good = false;
      try {
        good = digests.get();
      } finally {
        if (!good && session != null) {
          session.close();
        }
      }
    }
    return session;
  }

  private void checkDigests() {
    Workers.forEach(
        names.length - 1,
        workers - 1,
        new Workers.Task() {
          @Override
          public void run(int i) {
            index.digest(names[i + 1]).check(plain[i + 1]);
          }
        });
  }

  private OrtSession session(OrtEnvironment env, SessionOptions options, boolean chained)
      throws OrtException {
    List<OnnxTensor> tensors = new ArrayList<>(part.weights().size());
    try (OrtSession.SessionOptions settings = options.build()) {
      if (chained) {
        // Or the threads of the part before would spin while this one runs.
        settings.addConfigEntry("session.force_spinning_stop", "1");
      }
      Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
      for (TensorIndex.Entry entry : part.weights()) {
        OnnxTensor tensor = tensor(env, entry);
        tensors.add(tensor);
        weights.put(entry.name(), tensor);
      }
      if (!weights.isEmpty()) {
        settings.addExternalInitializers(weights);
      }
      return env.createSession(plain[0], settings);
    } finally {
      for (OnnxTensor tensor : tensors) {
        tensor.close();
      }
    }
  }

  private OnnxTensor tensor(OrtEnvironment env, TensorIndex.Entry entry) throws OrtException {
    ByteBuffer section = section(entry.section());
    OnnxJavaType type = ElementTypes.of(entry.type());
    long[] shape = new long[entry.shape().size()];
    boolean fits = entry.offset() <= section.limit() - entry.length();
    long bytes = type.size;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.shape().get(i);
      fits &= shape[i] > 0 && bytes <= section.limit() / shape[i];
      bytes *= fits ? shape[i] : 0;
    }
    if (!fits || bytes != entry.length()) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, "a weight does not lie within its section", "get the bundle again");
    }
    ByteBuffer slice =
        section
            .duplicate()
            .slice((int) entry.offset(), (int) entry.length())
            .order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(env, slice, shape, type);
  }

  private ByteBuffer section(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return plain[i];
      }
    }
    throw new IllegalStateException("no section " + name);
  }
}
