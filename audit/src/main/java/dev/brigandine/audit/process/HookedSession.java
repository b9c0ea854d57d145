package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.onnx.SampleTensor;
import java.nio.file.Path;
import java.util.List;

/** Placeholder until the hook lands. */
public final class HookedSession {
  private HookedSession() {}

  /** Captures a plain model. */
  public static Captured capture(Path onnx, List<SampleTensor> run, Path scratch) {
    throw new UnsupportedOperationException();
  }

  /** Captures a protected model. */
  public static Captured capture(Installed installed, List<SampleTensor> run, Path scratch) {
    throw new UnsupportedOperationException();
  }
}
