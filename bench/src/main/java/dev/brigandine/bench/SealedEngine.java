package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.KeyTensorsMode;
import dev.brigandine.runtime.LicenseSource;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The sealed model by way of the SDK, as an application opens it. Its arguments are the paths of
 * bundle, licence and device key, the trusted signer's fingerprint or {@link #ANY_SIGNER}, a {@link
 * KeyTensorsMode}, and if the licence is a server's instead of the second, what {@link
 * ServedLicense} has.
 */
final class SealedEngine extends Engine {
  static final String ANY_SIGNER = "-";

  private static final int OWN = 5;

  private final Clock clock;
  private ProtectedModel model;

  SealedEngine(Clock clock) {
    this.clock = clock;
  }

  /** The cold process. */
  public static void main(String[] args) {
    ColdStart.serve(new SealedEngine(Clock.systemUTC()), args);
  }

  @Override
  void open(Setup setup) {
    List<String> own = setup.arguments();
    Path bundle = Path.of(own.get(0));
    LicenseSource licence =
        own.size() > OWN
            ? ServedLicense.of(own.subList(OWN, own.size())).source()
            : LicenseSource.file(Path.of(own.get(1)));
    Path device = Path.of(own.get(2));
    OpenOptions options =
        OpenOptions.defaults()
            .clock(clock)
            .session(session(setup))
            .keyTensors(KeyTensorsMode.valueOf(own.get(4)));
    if (!own.get(3).equals(ANY_SIGNER)) {
      options = options.trust(new SignerId(own.get(3)));
    }
    model =
        setup.secret() == null
            ? Brigandine.open(bundle, licence, device, options)
            : Brigandine.open(bundle, licence, device, setup::secret, options);
  }

  private static SessionOptions session(Setup setup) {
    SessionOptions session = new SessionOptions();
    if (setup.threads() > 0) {
      session.setIntraOpNumThreads(setup.threads());
    }
    return setup.provider().equals("cpu") ? session : session.provider(setup.provider());
  }

  @Override
  Answer run(Map<String, OnnxTensor> inputs) {
    ProtectedModel.Result result = model.run(inputs);
    return new Answer(result, result);
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
