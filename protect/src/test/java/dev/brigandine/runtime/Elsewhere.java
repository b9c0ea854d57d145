package dev.brigandine.runtime;

import dev.brigandine.license.machine.Machine;
import java.nio.file.Path;

/** Another machine, as its files show it. */
public final class Elsewhere {
  private Elsewhere() {}

  /** The machine whose files lie below {@code root}. */
  public static Machine at(Path root) {
    return Machine.at(root, name -> null);
  }

  /** These, on that machine. */
  public static OpenOptions options(OpenOptions options, Path root) {
    return options.machine(at(root));
  }
}
