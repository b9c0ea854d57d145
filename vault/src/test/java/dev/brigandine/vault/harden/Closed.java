package dev.brigandine.vault.harden;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A process that closes itself, runs a model, and tells what else it can do. */
public final class Closed {
  private Closed() {}

  public static void main(String[] args) throws Exception {
    try {
      for (Measure measure : ProcessHardening.apply(Setup.of(List.of("somebody"))).measures()) {
        System.out.println("measure " + measure.id() + " " + measure.state());
      }
    } catch (BrigandineException e) {
      System.out.println("refused " + e.code() + " " + e.getMessage());
      System.exit(e.code().exitStatus());
    }
    System.out.println("folder " + System.getProperty("java.io.tmpdir"));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(args[0]);
        OnnxTensor x =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(new float[4]), new long[] {1, 4});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      System.out.println("answer " + ((float[][]) result.get(0).getValue())[0][0]);
    }
    for (String file : StartedWith.mapped()) {
      if (file.contains("onnxruntime")) {
        System.out.println("engine " + file);
        break;
      }
    }
    try {
      new ProcessBuilder("true").start();
      System.out.println("another program started");
    } catch (IOException e) {
      System.out.println("no other program");
    }
    System.out.println("waiting");
    // Until it is told to end, or its starter is gone.
    System.in.read();
  }
}
