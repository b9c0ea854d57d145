package dev.brigandine.audit.process;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.file.Path;

/**
 * In the victim: has ONNX Runtime write the model, and what it does, to files. Public because the
 * hooks' code runs within ONNX Runtime's classes.
 */
public final class Provocations {
  private static Path folder;
  private static int sessions;

  private Provocations() {}

  static void into(Path where) {
    folder = where;
  }

  /** Options that a session is about to be made with. */
  public static synchronized void before(Object options) {
    try {
      SessionOptions settings = (SessionOptions) options;
      // Else weights are folded into others before they are written.
      settings.setOptimizationLevel(OptLevel.NO_OPT);
      String name = "session" + sessions++;
      settings.setOptimizedModelFilePath(folder.resolve(name + ".onnx").toString());
      settings.enableProfiling(folder.resolve(name).toString());
    } catch (OrtException | RuntimeException e) {
      System.err.println("the agent failed: " + e.getClass().getName());
    }
  }
}
