package dev.brigandine.vault.attacks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.internal.VaultDoor;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.harden.ProcessHardening;
import dev.brigandine.vault.harden.Setup;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A process that opens a protected model and waits: {@code bare|hardened FOLDER USERS}. Tells what
 * it does in lines: {@code measure ID STATE DETAIL}, {@code ready}; answers a run to each byte it
 * reads, and ends when there are no more. It holds a deleted temporary file, too.
 */
public final class Victim {
  private Victim() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    OpenOptions options = OpenOptions.defaults().stateFolder(folder.resolve("state"));
    try {
      if (args[0].equals("hardened")) {
        long began = System.nanoTime();
        Hardening hardening = ProcessHardening.apply(Setup.of(List.of(args[2].split(",", -1))));
        System.out.println("millis " + (System.nanoTime() - began) / 1_000_000);
        for (Measure measure : hardening.measures()) {
          System.out.println(
              "measure " + measure.id() + " " + measure.state() + " " + measure.detail());
        }
        options = VaultDoor.get().insideVault(options, hardening::require);
      }
      serve(folder, args[0], options);
    } catch (BrigandineException e) {
      System.out.println("refused " + e.code() + " " + e.getMessage());
      System.exit(e.code().exitStatus());
    }
  }

  private static void serve(Path folder, String kind, OpenOptions options) throws Exception {
    Path deleted = Files.createTempFile("victim", ".tmp");
    try (var channel = Files.newByteChannel(deleted, StandardOpenOption.WRITE);
        ProtectedModel model =
            Brigandine.open(
                folder.resolve("model.brig"),
                folder.resolve(kind + ".jwt"),
                folder.resolve("device.key"),
                options)) {
      channel.write(java.nio.ByteBuffer.wrap(Loot.PLAIN_TEXT.getBytes("UTF-8")));
      Files.delete(deleted);
      System.out.println("ready");
      while (System.in.read() >= 0) {
        run(model);
      }
    }
    System.out.println("done");
  }

  /** On a thread made for it: threads must go on being made after the filter. */
  private static void run(ProtectedModel model) throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try (OnnxTensor x =
                      OnnxTensor.createTensor(
                          OrtEnvironment.getEnvironment(),
                          FloatBuffer.wrap(new float[Loot.WEIGHTS]),
                          new long[] {1, Loot.WEIGHTS});
                  ProtectedModel.Result result = model.run(Map.of("x", x))) {
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
