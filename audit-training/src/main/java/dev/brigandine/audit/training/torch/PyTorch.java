package dev.brigandine.audit.training.torch;

import ai.djl.engine.Engine;
import java.util.Optional;

/**
 * Whether PyTorch can be used here. It is set up on the way: no network, no report of its use to
 * DJL's makers, and one thread, since with two the same seed does not give the same weights. What
 * the user has set himself stays.
 */
public final class PyTorch {
  /** What a jar with PyTorch for some machine holds; without it DJL would fetch one. */
  private static final String NATIVE = "native/lib/pytorch.properties";

  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

  static {
    unlessSet("ai.djl.offline", "true");
    unlessSet("OPT_OUT_TRACKING", "true");
    unlessSet("ai.djl.pytorch.num_threads", "1");
    unlessSet("ai.djl.pytorch.num_interop_threads", "1");
  }

  private PyTorch() {}

  private static void unlessSet(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Why not, in a clause; empty if it can. Starts nothing and fetches nothing. */
  public static Optional<String> missing() {
    boolean there =
        PyTorch.class.getClassLoader().getResource(NATIVE) != null
            || System.getenv(LIBRARY_PATH) != null
            || System.getProperty(LIBRARY_PATH) != null;
    return there && Engine.hasEngine("PyTorch")
        ? Optional.empty()
        : Optional.of("PyTorch is not on the class path");
  }
}
