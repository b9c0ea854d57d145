package dev.brigandine.audit.license;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The control: the plain file with a bit flipped, as an application would load it. It is altered in
 * memory, since no copy of a plain model is to lie in a scratch folder.
 */
final class PlainTampering {
  private static final long MOST = 1L << 30;
  private static final int BITS = 8;

  private PlainTampering() {}

  static Optional<String> hindrance(Target target) {
    try {
      if (target.original().files().size() > 1) {
        return Optional.of("the plain model lies in several files, and is altered in memory only");
      }
      Path file = target.originalFile();
      return Files.size(file) <= MOST
          ? Optional.empty()
          : Optional.of("the plain file is larger than 1 GiB, and is altered in memory only");
    } catch (IOException e) {
      return Optional.of("the plain file cannot be read");
    }
  }

  static Outcome run(Target target, AttackRun run)
      throws IOException, OrtException, InterruptedException {
    byte[] model = Files.readAllBytes(target.originalFile());
    Random random = new Random(run.seed());
    Ledger ledger = new Ledger();
    for (int i = 0; i < BITS; i++) {
      run.progress((double) i / BITS, "the plain file with a bit flipped");
      // Weights fill most of a model's file: behind the first tenth it is hard to miss them.
      int at = model.length / 10 + random.nextInt(model.length - model.length / 10);
      byte bit = (byte) (1 << random.nextInt(8));
      model[at] ^= bit;
      ledger.tried("bits of the plain file", "byte " + at, loaded(model), Region.TAMPERED);
      model[at] ^= bit;
    }
    String summary = ledger.accepted() + " of " + ledger.tried() + " altered files loaded";
    Verdict verdict = ledger.accepted() > 0 ? Verdict.FULL : Verdict.PARTIAL;
    return new Outcome(
            verdict,
            summary,
            List.of(
                Figure.count("accepted", "altered files that were taken", ledger.accepted()),
                Figure.count("tried", "altered files", ledger.tried()),
                Figure.count(
                    "refused", "altered files refused", ledger.tried() - ledger.accepted())),
            List.of(),
            List.of(
                "ONNX has neither digest nor signature: an engine refuses what it cannot parse, and"
                    + " takes other weights without a word."))
        .details(ledger.details());
  }

  private static String loaded(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = Plain.options();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      return session.getNumInputs() >= 0 ? Ledger.ACCEPTED : "engine";
    } catch (OrtException e) {
      return "engine";
    }
  }
}
