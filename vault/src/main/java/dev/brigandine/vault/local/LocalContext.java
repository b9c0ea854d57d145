package dev.brigandine.vault.local;

import dev.brigandine.vault.model.Models;
import java.time.Duration;

/** What all connections share. */
final class LocalContext {
  private static final long FIRST_BYTES = 1 << 20;

  private final Models models;
  private final Control control;
  private final RegionFolder folder;
  private final Crowd crowd;
  private final Monitor monitor;
  private final long maxBytes;
  private final Duration handshake;
  private volatile boolean stopping;

  /**
   * @param handshake how long a caller may take for a frame that is due
   */
  LocalContext(
      Models models, Control control, RegionFolder folder, long maxBytes, Duration handshake) {
    this.models = models;
    this.control = control;
    this.folder = folder;
    this.crowd = new Crowd(Runtime.getRuntime().availableProcessors());
    this.monitor = new Monitor(crowd);
    this.maxBytes = Math.min(maxBytes, Memory.MOST);
    this.handshake = handshake;
  }

  Models models() {
    return models;
  }

  Control control() {
    return control;
  }

  RegionFolder folder() {
    return folder;
  }

  Crowd crowd() {
    return crowd;
  }

  Monitor monitor() {
    return monitor;
  }

  /** Of inputs, and of outputs, of one run. */
  long maxBytes() {
    return maxBytes;
  }

  /** What a connection starts with. */
  long firstBytes() {
    return FIRST_BYTES;
  }

  long handshakeNanos() {
    return handshake.toNanos();
  }

  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }
}
