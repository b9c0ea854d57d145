package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.ServedModel;
import java.util.List;
import java.util.OptionalLong;

/** Which model a caller means. */
final class ModelChoice {
  private ModelChoice() {}

  /**
   * @throws BrigandineException ({@link ErrorCode#MODEL_UNKNOWN}), naming those that there are
   */
  static ServedModel of(Hello hello, Models models) {
    if (!hello.bundle().isEmpty()) {
      return ofBundle(hello.bundle(), models);
    }
    OptionalLong version =
        hello.version() < 0 ? OptionalLong.empty() : OptionalLong.of(hello.version());
    if (!hello.model().isEmpty()) {
      return models.find(hello.model(), version);
    }
    List<ServedModel> all = models.all();
    if (all.size() != 1) {
      throw unknown("no model is named, and the vault serves " + all.size(), all);
    }
    return models.find(all.get(0).name(), version);
  }

  /** That bundle and no other, in whatever version the vault serves it. */
  private static ServedModel ofBundle(String bundle, Models models) {
    List<ServedModel> all = models.all();
    for (ServedModel newest : all) {
      for (long version : models.versions(newest.name())) {
        ServedModel one = models.find(newest.name(), OptionalLong.of(version));
        if (one.manifest().bundleId().equals(bundle)) {
          return one;
        }
      }
    }
    throw unknown("the vault does not serve bundle " + bundle, all);
  }

  private static BrigandineException unknown(String message, List<ServedModel> all) {
    return new BrigandineException(
        ErrorCode.MODEL_UNKNOWN,
        message,
        all.isEmpty()
            ? "its operator adds models to vault.yaml"
            : "it serves " + String.join(", ", all.stream().map(ServedModel::name).toList()));
  }
}
