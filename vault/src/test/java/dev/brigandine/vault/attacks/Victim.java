package dev.brigandine.vault.attacks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.Vault;
import dev.brigandine.vault.config.ConfigFile;
import dev.brigandine.vault.config.VaultConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.harden.ProcessHardening;
import dev.brigandine.vault.harden.Setup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;

/**
 * A process that has a protected model open: {@code bare FOLDER}, an application that runs it for
 * each byte it reads; or {@code hardened CONFIG}, a vault. Tells what it does in lines, {@code
 * ready} among them; ends when there is no more to read. It holds a deleted temporary file, too.
 */
public final class Victim {
  private Victim() {}

  public static void main(String[] args) throws Exception {
    try {
      if (args[0].equals("hardened")) {
        vault(Path.of(args[1]));
      } else {
        application(Path.of(args[1]));
      }
      System.out.println("done");
    } catch (BrigandineException e) {
      System.out.println("refused " + e.code() + " " + e.getMessage());
      System.exit(e.code().exitStatus());
    }
  }

  /** As the command does it. */
  private static void vault(Path config) throws IOException {
    VaultConfig settings = ConfigFile.load(config);
    Hardening hardening = ProcessHardening.apply(Setup.of(settings.local().users()));
    for (Measure measure : hardening.measures()) {
      System.out.println("measure " + measure.id() + " " + measure.state());
    }
    SeekableByteChannel deleted = deleted();
    try (Vault vault =
        Vault.start(
            config,
            settings,
            hardening,
            Clock.systemUTC(),
            line -> System.out.println("log " + line))) {
      System.out.println("ready " + vault.fronts().get(0).address());
      while (System.in.read() >= 0) {
        System.out.println("waiting");
      }
    } finally {
      deleted.close();
    }
  }

  private static void application(Path folder) throws Exception {
    SeekableByteChannel deleted = deleted();
    try (ProtectedModel model =
        Brigandine.open(
            folder.resolve("model.brig"),
            folder.resolve("bare.jwt"),
            folder.resolve("device.key"),
            OpenOptions.defaults().stateFolder(folder.resolve("state")))) {
      System.out.println("ready");
      while (System.in.read() >= 0) {
        System.out.println("answer " + run(model));
      }
    } finally {
      deleted.close();
    }
  }

  static float run(ProtectedModel model) throws Exception {
    try (OnnxTensor x =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(new float[Loot.WEIGHTS]),
                new long[] {1, Loot.WEIGHTS});
        ProtectedModel.Result result = model.run(Map.of("x", x))) {
      return ((float[][]) result.get(0).getValue())[0][0];
    }
  }

  private static SeekableByteChannel deleted() throws IOException {
    Path path = Files.createTempFile("victim", ".tmp");
    SeekableByteChannel channel = Files.newByteChannel(path, StandardOpenOption.WRITE);
    channel.write(ByteBuffer.wrap(Loot.PLAIN_TEXT.getBytes(StandardCharsets.UTF_8)));
    Files.delete(path);
    return channel;
  }
}
