package dev.brigandine.bench;

import ai.onnxruntime.OnnxValue;
import java.util.Map;

/** What one run returned: the values by name, in the model's order, and how to let them go. */
final class Answer implements AutoCloseable {
  private final Iterable<Map.Entry<String, OnnxValue>> values;
  private final AutoCloseable owner;

  /** One object is both, for ONNX Runtime's result and for the SDK's. */
  Answer(Iterable<Map.Entry<String, OnnxValue>> values, AutoCloseable owner) {
    this.values = values;
    this.owner = owner;
  }

  Iterable<Map.Entry<String, OnnxValue>> values() {
    return values;
  }

  @Override
  public void close() {
    try {
      owner.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing a result failed", e);
    }
  }
}
