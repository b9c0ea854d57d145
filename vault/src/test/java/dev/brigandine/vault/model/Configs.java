package dev.brigandine.vault.model;

import dev.brigandine.vault.config.ModelConfig;
import java.time.Duration;
import java.util.Optional;

/** A configuration with one thing changed. */
final class Configs {
  private Configs() {}

  static ModelConfig with(
      ModelConfig c,
      int concurrency,
      int queue,
      Duration timeout,
      Optional<ModelConfig.Batching> batching) {
    return new ModelConfig(
        c.name(),
        c.bundle(),
        c.licensing(),
        c.device(),
        c.passphrase(),
        c.trust(),
        c.revocations(),
        c.threads(),
        concurrency,
        queue,
        timeout,
        c.feature(),
        batching,
        c.embeddings());
  }

  static ModelConfig queue(ModelConfig c, int queue) {
    return with(c, c.concurrency(), queue, c.timeout(), c.batching());
  }

  static ModelConfig concurrency(ModelConfig c, int concurrency) {
    return with(c, concurrency, c.queue(), c.timeout(), c.batching());
  }

  static ModelConfig timeout(ModelConfig c, Duration timeout) {
    return with(c, c.concurrency(), c.queue(), timeout, c.batching());
  }

  static ModelConfig batching(ModelConfig c, int maxSize, Duration maxDelay) {
    return with(
        c,
        c.concurrency(),
        c.queue(),
        c.timeout(),
        Optional.of(new ModelConfig.Batching(maxSize, maxDelay)));
  }
}
