package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A name, or one version under it, on a shelf: what is behind it may change between two calls. */
final class Served implements ServedModel {
  private final ModelShelf shelf;
  private final String name;
  private final OptionalLong version;

  Served(ModelShelf shelf, String name, OptionalLong version) {
    this.shelf = shelf;
    this.name = name;
    this.version = version;
  }

  private OpenModel current() {
    return shelf.current(name, version);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long version() {
    return current().version();
  }

  @Override
  public List<TensorSpec> inputs() {
    return current().face().inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return current().face().outputs();
  }

  @Override
  public Manifest manifest() {
    return current().model().manifest();
  }

  @Override
  public SignerId signer() {
    return current().model().signer();
  }

  @Override
  public License license() {
    return current().model().license();
  }

  @Override
  public Path bundle() {
    return current().config().bundle();
  }

  @Override
  public Optional<BrigandineException> trouble() {
    try {
      return Optional.ofNullable(current().trouble());
    } catch (BrigandineException e) {
      return Optional.of(e);
    }
  }

  @Override
  public Answer run(Request request) {
    OpenModel model = current();
    while (!model.hold()) {
      // It was retired between the look and the hold: another is in its place by now.
      model = current();
    }
    try {
      return model.runner().run(request);
    } finally {
      model.letGo();
    }
  }
}
