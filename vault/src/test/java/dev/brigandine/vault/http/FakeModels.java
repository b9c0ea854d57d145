package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.ServedModel;
import java.util.List;
import java.util.OptionalLong;

/** Models of one version each. */
final class FakeModels implements Models {
  private final List<FakeModel> all;

  FakeModels(FakeModel... all) {
    this.all = List.of(all);
  }

  @Override
  public ServedModel find(String name, OptionalLong version) {
    return all.stream()
        .filter(model -> model.name().equals(name))
        .filter(model -> version.isEmpty() || version.getAsLong() == model.version())
        .findFirst()
        .orElseThrow(
            () -> new BrigandineException(ErrorCode.MODEL_UNKNOWN, "there is no such model"));
  }

  @Override
  public List<ServedModel> all() {
    return List.copyOf(all);
  }

  @Override
  public List<Long> versions(String name) {
    return all.stream().anyMatch(model -> model.name().equals(name)) ? List.of(7L) : List.of();
  }

  @Override
  public boolean ready() {
    return all.stream().allMatch(model -> model.trouble().isEmpty());
  }
}
