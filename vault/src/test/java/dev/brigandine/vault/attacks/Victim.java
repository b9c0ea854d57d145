package dev.brigandine.vault.attacks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.harden.ProcessHardening;
import dev.brigandine.vault.harden.Setup;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that opens a model and waits. {@code hardened} or {@code bare}; the model; the users
 * let in. Tells what it does in lines: {@code measure ID STATE DETAIL}, {@code ready}; then answers
 * a run to each line it reads, and ends when there are no more.
 */
public final class Victim {
  private Victim() {}

  public static void main(String[] args) throws Exception {
    long began = System.nanoTime();
    if (args[0].equals("hardened")) {
      Hardening hardening;
      try {
        hardening = ProcessHardening.apply(Setup.of(List.of(args[2].split(","))));
      } catch (BrigandineException e) {
        System.out.println("refused " + e.code() + " " + e.getMessage());
        System.exit(e.code().exitStatus());
        return;
      }
      System.out.println("millis " + (System.nanoTime() - began) / 1_000_000);
      for (Measure measure : hardening.measures()) {
        System.out.println(
            "measure " + measure.id() + " " + measure.state() + " " + measure.detail());
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(Path.of(args[1]).toString())) {
      System.out.println("ready");
      while (System.in.read() >= 0) {
        run(environment, session);
      }
    }
    System.out.println("done");
  }

  /** On a thread made for it: threads must go on being made after the filter. */
  private static void run(OrtEnvironment environment, OrtSession session) throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try (OnnxTensor x =
                      OnnxTensor.createTensor(
                          environment, FloatBuffer.wrap(new float[4]), new long[] {1, 4});
                  OrtSession.Result result = session.run(Map.of("x", x))) {
                float[][] y = (float[][]) result.get(0).getValue();
                System.out.println("answer " + y[0][0]);
              } catch (Exception e) {
                System.out.println("failed " + e);
              }
            });
    thread.start();
    thread.join();
  }
}
