package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;

/** Something that answers, and nothing else of a model. */
record ToyTarget(AuditData data, Yardstick yardstick, Answering application) implements Target {
  @Override
  public Protection protection() {
    return Protection.VAULT;
  }

  @Override
  public OnnxModel original() {
    throw new AssertionError("a thief of answers has no model");
  }

  @Override
  public Path originalFile() {
    throw new AssertionError("a thief of answers has no file");
  }

  @Override
  public Optional<Path> base() {
    return Optional.empty();
  }

  @Override
  public Path folder() {
    throw new AssertionError("a thief of answers has no folder");
  }

  @Override
  public Optional<Installed> installed() {
    throw new AssertionError("a thief of answers has no bundle");
  }

  @Override
  public Captured captured() {
    throw new AssertionError("a thief of answers captures nothing");
  }

  @Override
  public Captured capturedOfCustomer(int number) {
    throw new AssertionError("a thief of answers captures nothing");
  }
}
