package dev.brigandine.vault.local;

import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ConnectOptions;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.LocalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A vault of one model on a socket in a folder, and the same model in this process. */
final class LocalVault implements AutoCloseable {
  static final long MAX_BYTES = 64 << 20;

  final Path socket;
  final Path bundle;
  final Path licence;
  final Path device;
  final ProtectedModel inProcess;
  final OneModel served;
  final AtomicInteger reloads = new AtomicInteger();
  private final Duration handshake;
  LocalFront front;

  /** y = x + 1. */
  static LocalVault add(Path folder) throws IOException {
    return new LocalVault(
        folder, TinyModels.add(folder.resolve("add.onnx"), 1), Duration.ofSeconds(5));
  }

  LocalVault(Path folder, Path model, Duration handshake) throws IOException {
    this(folder, model, handshake, ProtectOptions.Armor.NONE);
  }

  LocalVault(Path folder, Path model, Duration handshake, ProtectOptions.Armor armor)
      throws IOException {
    Vendor vendor = new Vendor(folder);
    this.handshake = handshake;
    bundle = vendor.protect(model, 3, armor);
    licence = vendor.license(bundle);
    device = vendor.deviceFile();
    Path state = Files.createDirectory(folder.resolve("state"));
    inProcess = Brigandine.open(bundle, licence, device, OpenOptions.defaults().stateFolder(state));
    served = new OneModel("tiny", bundle, inProcess);
    socket = folder.resolve("v.sock");
    start(100);
  }

  void start(int maxConnections) {
    front =
        LocalFront.start(
            new LocalConfig(socket, List.of(), MAX_BYTES, maxConnections),
            served,
            control(),
            handshake);
  }

  Control control() {
    return new Control() {
      @Override
      public String status() {
        return "{\"ok\":true}";
      }

      @Override
      public String reload() {
        return "{\"reloads\":" + reloads.incrementAndGet() + "}";
      }
    };
  }

  ProtectedModel connect() {
    return Brigandine.connect(socket, ConnectOptions.defaults().trust(inProcess.signer()));
  }

  @Override
  public void close() {
    front.close();
    inProcess.close();
  }
}
