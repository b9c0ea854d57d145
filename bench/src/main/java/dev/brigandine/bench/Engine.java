package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;

/**
 * One side of a comparison: opens a model once and runs it many times. A subclass also has a {@code
 * main} of its own that hands a fresh instance to {@link ColdStart}, so that a cold process loads
 * it without reflection.
 */
abstract class Engine implements AutoCloseable {
  /**
   * What an engine is opened with.
   *
   * @param arguments the engine's own: paths
   * @param secret a passphrase, or null; the engine may wipe it
   * @param threads intra-op threads, or 0 for ONNX Runtime's own choice
   * @param provider {@code cpu}, {@code cuda}, …
   */
  record Setup(List<String> arguments, char[] secret, int threads, String provider) {}

  abstract void open(Setup setup) throws OrtException;

  abstract Answer run(Map<String, OnnxTensor> inputs) throws OrtException;

  /** Does nothing if it was never opened. */
  @Override
  public abstract void close() throws OrtException;
}
