package dev.brigandine.vault;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.config.ConfigFile;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.VaultConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.local.Control;
import dev.brigandine.vault.local.LocalFront;
import dev.brigandine.vault.model.ModelShelf;
import dev.brigandine.vault.model.ModelStatus;
import dev.brigandine.vault.model.ReloadReport;
import dev.brigandine.vault.model.ShelfOptions;
import dev.brigandine.vault.model.Trouble;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A running vault: the models it is licensed for, open, and the ways in. Ready once {@link #start}
 * returns.
 *
 * <p>What it guards against is who has no rights over its process: other users of the machine, the
 * application's among them. Root, and whoever may run programs as the vault's own user before it
 * starts, can take what it holds; {@code docs/vault.md} has the attacks that were tried.
 */
public final class Vault implements AutoCloseable {
  private final Path configFile;
  private final Duration grace;
  private final Hardening hardening;
  private final Instant started;
  private final ModelShelf shelf;
  private final List<Front> fronts = new ArrayList<>();
  private final Consumer<String> log;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Vault(
      Path configFile,
      Duration grace,
      Hardening hardening,
      Instant started,
      ModelShelf shelf,
      Consumer<String> log) {
    this.configFile = configFile;
    this.grace = grace;
    this.hardening = hardening;
    this.started = started;
    this.shelf = shelf;
    this.log = log;
  }

  /**
   * Opens every model, then lets callers in. A model that does not open is told to {@code log} and
   * in the status.
   *
   * @param configFile read again at each {@link #reload}
   * @param config what was read from it
   * @param hardening the measures that this process has taken
   * @param log gets a sentence for each thing that an operator wants to know
   * @throws BrigandineException if no model opens, an address is taken, a front's files are off;
   *     nothing is left open then
   */
  public static Vault start(
      Path configFile, VaultConfig config, Hardening hardening, Clock clock, Consumer<String> log) {
    ShelfOptions options = ShelfOptions.of(config.state()).clock(clock);
    ModelShelf shelf = ModelShelf.open(config.models(), hardening, options);
    Vault vault = new Vault(configFile, config.grace(), hardening, clock.instant(), shelf, log);
    boolean done = false;
    try {
      vault.tellTroubles();
      vault.fronts.add(LocalFront.start(config.local(), shelf, vault.new OperatorControl()));
      config.http().ifPresent(net -> vault.fronts.add(NetFronts.http(net, shelf, config.models())));
      config.grpc().ifPresent(net -> vault.fronts.add(NetFronts.grpc(net, shelf)));
      done = true;
      return vault;
    } finally {
      if (!done) {
        vault.close();
      }
    }
  }

  /**
   * One model that does not open keeps no other from being served; if none does, there is no use.
   */
  private void tellTroubles() {
    List<ModelStatus> all = shelf.status();
    for (ModelStatus model : all) {
      model.trouble().ifPresent(it -> log.accept(model.name() + ": " + it.sentence()));
    }
    if (all.stream().allMatch(model -> model.version().isEmpty())) {
      Trouble first = all.get(0).trouble().orElseThrow();
      throw new BrigandineException(
          first.code(),
          "no model opens; the first: " + first.sentence(),
          first.hint().orElse(null));
    }
  }

  /** The ways in, the local one first. */
  public List<Front> fronts() {
    return List.copyOf(fronts);
  }

  /** What there is to tell, for an operator; no secrets, no names from inside a model. */
  public VaultStatus status() {
    List<VaultStatus.Way> ways = new ArrayList<>();
    for (Front front : fronts) {
      ways.add(new VaultStatus.Way(front.kind(), front.address(), front.detail()));
    }
    return VaultStatus.running(started, hardening.measures(), ways, shelf.status());
  }

  /**
   * Reads the configuration again and takes over its models: new ones, newer versions, renewed
   * licences. Requests under way end on what they began with; a model that does not open leaves the
   * one before it in place. Sockets, addresses and users change by a restart only.
   *
   * @throws BrigandineException if the configuration cannot be read; nothing has changed then
   */
  public ReloadReport reload() {
    List<ModelConfig> models = ConfigFile.load(configFile).models();
    fronts.forEach(front -> front.reload(models));
    ReloadReport report = shelf.reload(models);
    ReloadLines.of(report).forEach(log);
    return report;
  }

  /** Takes no new requests, waits for those under way as long as the configuration says, ends. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<Thread> closing = new ArrayList<>();
    for (Front front : fronts) {
      // Side by side: each may wait as long as it may.
      Thread thread = new Thread(() -> front.close(grace), "close " + front.kind());
      thread.start();
      closing.add(thread);
    }
    for (Thread thread : closing) {
      await(thread);
    }
    shelf.close(grace);
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class OperatorControl implements Control {
    @Override
    public String status() {
      return StatusJson.of(Vault.this.status());
    }

    @Override
    public String reload() {
      return StatusJson.of(Vault.this.reload());
    }
  }
}
