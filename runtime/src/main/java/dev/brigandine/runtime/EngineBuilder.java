package dev.brigandine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decrypts graph and weights on all processors and hands the weights to ONNX Runtime by {@code
 * addExternalInitializers}. ONNX Runtime copies them while the session is made, so that whoever
 * owns the buffers may wipe them afterwards.
 */
final class EngineBuilder {
  private final Bundle bundle;
  private final ContentKey key;
  private final Background<OrtEnvironment> environment;
  private final SessionOptions options;
  private final boolean chained;
  private final Buffers buffers;

  private EngineBuilder(
      Bundle bundle,
      ContentKey key,
      Background<OrtEnvironment> environment,
      SessionOptions options,
      boolean chained,
      Buffers buffers) {
    this.bundle = bundle;
    this.key = key;
    this.environment = environment;
    this.options = options;
    this.chained = chained;
    this.buffers = buffers;
  }

  static Engine build(
      Bundle bundle,
      ContentKey key,
      TensorIndex index,
      Background<OrtEnvironment> environment,
      SessionOptions options,
      Buffers buffers) {
    List<TensorIndex.Part> parts = index.parts();
    EngineBuilder builder =
        new EngineBuilder(bundle, key, environment, options, parts.size() > 1, buffers);
    try {
      if (parts.size() == 1) {
        int workers = Runtime.getRuntime().availableProcessors();
        return new SessionEngine(builder.session(parts.get(0), workers));
      }
      return new ChainEngine(
          builder.sessions(parts), bundle.manifest().inputs(), bundle.manifest().outputs());
    } catch (OrtException e) {
      throw Engine.failure("making the session", e);
    }
  }

  /** One session a part, made side by side; all are closed if one fails. */
  private List<OrtSession> sessions(List<TensorIndex.Part> parts) throws OrtException {
    OrtSession[] made = new OrtSession[parts.size()];
    boolean done = false;
    try {
      Workers.forEach(
          parts.size(),
          Runtime.getRuntime().availableProcessors(),
          i -> {
            try {
              made[i] = session(parts.get(i), 1);
            } catch (OrtException e) {
              throw Engine.failure("making the session", e);
            }
          });
      done = true;
      return Arrays.asList(made);
    } finally {
      if (!done) {
        for (OrtSession session : made) {
          if (session != null) {
            session.close();
          }
        }
      }
    }
  }

  private OrtSession session(TensorIndex.Part part, int workers) throws OrtException {
    Map<String, ByteBuffer> sections = new LinkedHashMap<>();
    sections.put(part.graph(), null);
    for (TensorIndex.Entry weight : part.weights()) {
      sections.put(weight.section(), null);
    }
    try {
      decrypt(sections, workers);
      return session(part, sections);
    } finally {
      for (ByteBuffer plain : sections.values()) {
        if (plain != null) {
          buffers.giveBack(plain);
        }
      }
    }
  }

  private void decrypt(Map<String, ByteBuffer> sections, int workers) {
    String[] names = sections.keySet().toArray(new String[0]);
    ByteBuffer[] plain = new ByteBuffer[names.length];
    try {
      Workers.forEach(
          names.length, workers, i -> plain[i] = Payload.decrypt(bundle, key, names[i], buffers));
    } finally {
      // Also those that were decrypted before another failed: the caller gives them back.
      for (int i = 0; i < names.length; i++) {
        sections.put(names[i], plain[i]);
      }
    }
  }

  private OrtSession session(TensorIndex.Part part, Map<String, ByteBuffer> sections)
      throws OrtException {
    OrtEnvironment env = environment.get();
    List<OnnxTensor> tensors = new ArrayList<>(part.weights().size());
    try (OrtSession.SessionOptions settings = options.build()) {
      if (chained) {
        // Or the threads of the part before would spin while this one runs.
        settings.addConfigEntry("session.force_spinning_stop", "1");
      }
      Map<String, OnnxTensorLike> weights = new LinkedHashMap<>();
      for (TensorIndex.Entry entry : part.weights()) {
        OnnxTensor tensor = tensor(env, entry, sections.get(entry.section()));
        tensors.add(tensor);
        weights.put(entry.name(), tensor);
      }
      if (!weights.isEmpty()) {
        settings.addExternalInitializers(weights);
      }
      return env.createSession(sections.get(part.graph()), settings);
    } finally {
      for (OnnxTensor tensor : tensors) {
        tensor.close();
      }
    }
  }

  private static OnnxTensor tensor(OrtEnvironment env, TensorIndex.Entry entry, ByteBuffer section)
      throws OrtException {
    OnnxJavaType type = type(entry.type());
    long[] shape = new long[entry.shape().size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.shape().get(i);
      count = Math.multiplyExact(count, shape[i]);
    }
    if (entry.offset() + entry.length() > section.limit()
        || Math.multiplyExact(count, (long) type.size) != entry.length()) {
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

  /** {@code TensorProto.DataType} of the ONNX specification to what ONNX Runtime's Java API has. */
  private static OnnxJavaType type(int onnxType) {
    return switch (onnxType) {
      case 1 -> OnnxJavaType.FLOAT;
      case 2 -> OnnxJavaType.UINT8;
      case 3 -> OnnxJavaType.INT8;
      case 5 -> OnnxJavaType.INT16;
      case 6 -> OnnxJavaType.INT32;
      case 7 -> OnnxJavaType.INT64;
      case 9 -> OnnxJavaType.BOOL;
      case 10 -> OnnxJavaType.FLOAT16;
      case 11 -> OnnxJavaType.DOUBLE;
      case 16 -> OnnxJavaType.BFLOAT16;
      default ->
          throw new BrigandineException(
              ErrorCode.TAMPERED,
              "a weight has element type " + onnxType + ", which is not handled");
    };
  }
}
