package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.VendorPublicKey;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.LicenseSource;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.ServerSource;
import dev.brigandine.runtime.SessionOptions;
import dev.brigandine.runtime.internal.VaultDoor;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From an entry of the configuration to a model that the vault can serve. */
final class Opening {
  private final Hardening hardening;
  private final ShelfOptions options;

  Opening(Hardening hardening, ShelfOptions options) {
    this.hardening = hardening;
    this.options = options;
  }

  /**
   * @throws BrigandineException as {@link Brigandine#open}; {@link ErrorCode#NO_KEY_FITS} where the
   *     licence lacks the feature, {@link ErrorCode#MODEL_UNREADABLE} where an input or output is
   *     nothing that callers could send or be sent
   */
  ProtectedModel open(ModelConfig config) {
    OpenOptions open =
        OpenOptions.defaults()
            .clock(options.clock())
            .stateFolder(options.state())
            .session(session(config));
    if (config.trust().isPresent()) {
      open = open.trust(signer(config.trust().get()));
    }
    if (config.revocations().isPresent()) {
      open = open.revocations(config.revocations().get());
    }
    open = VaultDoor.get().insideVault(open, hardening::require);
    ProtectedModel model =
        Brigandine.open(
            config.bundle(),
            source(config.licensing()),
            config.device(),
            () -> PassphraseFile.read(config.passphrase(), config.device()),
            open);
    boolean fits = false;
    try {
      requireFeature(config, model);
      requireTensors(config.name(), "input", model.inputs());
      requireTensors(config.name(), "output", model.outputs());
      fits = true;
      return model;
    } finally {
      if (!fits) {
        model.close();
      }
    }
  }

  private static SessionOptions session(ModelConfig config) {
    SessionOptions session = new SessionOptions();
    config.threads().ifPresent(session::setIntraOpNumThreads);
    return session;
  }

  /** A file of the vendor's public half, or the thumbprint itself. */
  private static SignerId signer(String trust) {
    Path file = Path.of(trust);
    return Files.exists(file) || !isThumbprint(trust)
        ? VendorPublicKey.load(file).signer()
        : new SignerId(trust);
  }

  private static boolean isThumbprint(String text) {
    return text.matches("[A-Za-z0-9_-]{43}");
  }

  private LicenseSource source(ModelConfig.Licensing licensing) {
    if (licensing instanceof ModelConfig.Licensing.File file) {
      return LicenseSource.file(file.licence());
    }
    ModelConfig.Licensing.Server server = (ModelConfig.Licensing.Server) licensing;
    ServerSource source =
        LicenseSource.server(server.server(), server.cache())
            .entitlement(server.entitlement())
            .listener(options.listener());
    return server.trustedCertificates().isEmpty()
        ? source
        : source.tls(TrustedCertificates.context(server.trustedCertificates().get()));
  }

  private static void requireFeature(ModelConfig config, ProtectedModel model) {
    if (config.feature().isPresent() && !model.hasFeature(config.feature().get())) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the licence of model '"
              + config.name()
              + "' does not grant the feature '"
              + config.feature().get()
              + "'",
          "ask the vendor for a licence with that feature");
    }
  }

  private static void requireTensors(String model, String which, List<TensorSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      if (ElementType.ofWord(specs.get(i).type()).isEmpty()) {
        throw new BrigandineException(
            ErrorCode.MODEL_UNREADABLE,
            which
                + " "
                + (i + 1)
                + " of model '"
                + model
                + "' is of type "
                + specs.get(i).type()
                + ", which no caller of a vault can send or be sent",
            "open this model in the application's own process");
      }
    }
  }
}
