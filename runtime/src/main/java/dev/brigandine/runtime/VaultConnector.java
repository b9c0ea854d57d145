package dev.brigandine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.Welcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From a socket to a model that is open in a vault. */
final class VaultConnector {
  private final Path socket;
  private final Hello hello;
  private final Duration timeout;

  private VaultConnector(Path socket, Hello hello, Duration timeout) {
    this.socket = socket.toAbsolutePath();
    this.hello = hello;
    this.timeout = timeout;
  }

  static ProtectedModel connect(Path socket, ConnectOptions options) {
    Hello hello = new Hello(options.model(), options.version(), "");
    return new VaultConnector(socket, hello, options.timeout()).connect(options.trusted());
  }

  /** The model of that bundle, whose signature is checked here as well. */
  static ProtectedModel open(Path bundlePath, OpenOptions options) {
    try (Bundle bundle = Bundle.open(bundlePath)) {
      Opener.trust(bundle.signer(), options);
      Hello hello = new Hello("", -1, bundle.manifest().bundleId());
      Duration timeout = ConnectOptions.defaults().timeout();
      return new VaultConnector(options.vaultSocket(), hello, timeout).connect(bundle.signer());
    }
  }

  /**
   * @param trusted null for any signer
   */
  private ProtectedModel connect(SignerId trusted) {
    Background<OrtEnvironment> environment = Opener.loading(false);
    LocalConnection first = LocalConnection.open(socket, hello, timeout);
    boolean done = false;
    try {
      Welcome welcome = first.welcome();
      SignerId signer = new SignerId(welcome.signer());
      if (trusted != null && !trusted.thumbprint().equals(signer.thumbprint())) {
        throw new BrigandineException(
            ErrorCode.BAD_SIGNATURE,
            "the vault's model is signed by " + signer.thumbprint() + ", who is not trusted",
            "trusted is " + trusted.thumbprint());
      }
      License license = License.parse(welcome.licence());
      FaceInfos face = FaceInfos.of(environment.get(), welcome.inputs(), welcome.outputs());
      ConnectionPool pool = new ConnectionPool(first, () -> another(welcome));
      ProtectedModel model =
          new ProtectedModel(
              new RemoteEngine(pool, face),
              welcome.manifest(),
              new ModelInterface(ports(welcome.inputs()), ports(welcome.outputs()), List.of()),
              signer,
              license,
              null);
      done = true;
      return model;
    } catch (OrtException e) {
      throw Engine.failure("describing the model", e);
    } finally {
      if (!done) {
        first.close();
      }
    }
  }

  /** One more connection, which must lead to the same model, by its looks. */
  private LocalConnection another(Welcome welcome) {
    LocalConnection made = LocalConnection.open(socket, hello, timeout);
    Welcome now = made.welcome();
    if (now.signer().equals(welcome.signer())
        && now.name().equals(welcome.name())
        && now.inputs().equals(welcome.inputs())
        && now.outputs().equals(welcome.outputs())) {
      return made;
    }
    made.close();
    throw new BrigandineException(
        ErrorCode.MODEL_UNKNOWN,
        "the vault serves another model than it did: '" + now.name() + "' version " + now.version(),
        "connect again");
  }

  private static List<ModelInterface.Port> ports(List<TensorSpec> specs) {
    List<ModelInterface.Port> ports = new ArrayList<>(specs.size());
    for (TensorSpec spec : specs) {
      ports.add(new ModelInterface.Port(spec, spec.name()));
    }
    return ports;
  }
}
