package dev.brigandine.audit.license;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;

/** The control: a model that nothing protects. */
final class Plain {
  private Plain() {}

  static boolean is(Target target) {
    return target.protection() == Protection.PLAIN;
  }

  /** Loads the file as an application does, with neither licence nor key. */
  static Outcome unlicensed(Target target) throws OrtException {
    try (OrtSession.SessionOptions options = options();
        OrtSession session =
            OrtEnvironment.getEnvironment()
                .createSession(target.originalFile().toString(), options)) {
      return Outcome.of(
              Verdict.FULL,
              "runs without a licence",
              Figure.count("bypassed", "attempts that opened the model", 1),
              Figure.count("tried", "attempts", 1),
              Figure.count("outputs", "outputs it answers", session.getNumOutputs()))
          .note("A plain file asks nobody: there is no licence to get around.");
    }
  }

  static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }
}
