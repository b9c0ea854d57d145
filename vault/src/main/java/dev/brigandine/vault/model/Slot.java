package dev.brigandine.vault.model;

import dev.brigandine.vault.config.ModelConfig;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One entry of the configuration.
 *
 * @param model that serves for it, or null
 * @param trouble why there is none, or why the one there is is not the newest; or null
 */
record Slot(ModelConfig config, OpenModel model, Trouble trouble) {
  ModelStatus status() {
    return model != null
        ? model.status(trouble)
        : new ModelStatus(
            config.name(),
            OptionalLong.empty(),
            Optional.empty(),
            false,
            Optional.of(trouble),
            Optional.empty(),
            ModelStatus.Load.NONE,
            Optional.empty());
  }
}
