package dev.brigandine.bench;

import dev.brigandine.license.License;
import dev.brigandine.vault.config.LocalConfig;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.local.Control;
import dev.brigandine.vault.local.LocalFront;
import dev.brigandine.vault.model.ModelShelf;
import dev.brigandine.vault.model.ModelStatus;
import dev.brigandine.vault.model.ShelfOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A vault of one model on the local socket, without the command around it. Ends when its standard
 * input does.
 */
final class VaultChild {
  static final String READY = "ready";

  private VaultChild() {}

  /**
   * Socket, state folder, bundle, licence, device key, threads, concurrency, batch (0 for none).
   */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[5]);
    int concurrency = Integer.parseInt(args[6]);
    int batch = Integer.parseInt(args[7]);
    ModelConfig config =
        new ModelConfig(
            "model",
            Path.of(args[2]),
            new ModelConfig.Licensing.File(Path.of(args[3])),
            Path.of(args[4]),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads),
            concurrency,
            256,
            Duration.ofMinutes(1),
            Optional.empty(),
            batch == 0
                ? Optional.empty()
                : Optional.of(new ModelConfig.Batching(batch, Duration.ZERO)),
            Optional.empty());
    LocalConfig local = new LocalConfig(Path.of(args[0]), List.of(), 64 << 20, 64);
    try (ModelShelf shelf =
            ModelShelf.open(List.of(config), new NoHardening(), ShelfOptions.of(Path.of(args[1])));
        LocalFront front = LocalFront.start(local, shelf, new NoControl())) {
      for (ModelStatus status : shelf.status()) {
        System.err.println(status);
      }
      System.err.println("vault at " + front.address());
      System.out.println(READY);
      while (System.in.read() >= 0) {
        // Until the parent goes.
      }
    }
  }

  private record NoHardening() implements Hardening {
    @Override
    public List<Measure> measures() {
      return List.of();
    }

    @Override
    public void require(License license) {
      // The licences of a comparison ask for no vault.
    }
  }

  private record NoControl() implements Control {
    @Override
    public String status() {
      return "{}";
    }

    @Override
    public String reload() {
      return "{}";
    }
  }
}
