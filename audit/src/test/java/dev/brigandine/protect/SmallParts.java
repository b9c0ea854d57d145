package dev.brigandine.protect;

import dev.brigandine.license.VendorKey;
import java.nio.file.Path;

/** Bundles in many parts, as those of large models are. */
public final class SmallParts {
  private SmallParts() {}

  /** Splits a model of any size, into parts of so many bytes. */
  public static void protect(
      Path model, Path target, VendorKey key, ProtectOptions options, long bytes) {
    Protector.protect(model, target, key, options, done -> {}, new Protector.Split(0, bytes));
  }
}
