package dev.brigandine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorIndex;
import dev.brigandine.license.License;
import java.nio.file.Path;
import java.time.Clock;

/**
 * From files to a running engine, in the order that refuses early: signature, trust, licence, keys,
 * and only then the payload. ONNX Runtime's native library loads meanwhile on a thread of its own,
 * since the two take about the same time.
 */
final class Opener {
  private Opener() {}

  static ProtectedModel open(
      Path bundlePath, Path licencePath, DeviceKeySource deviceKey, OpenOptions options) {
    Background<OrtEnvironment> environment =
        new Background<>("brigandine-onnxruntime") {
          @Override
          OrtEnvironment make() {
            return environment();
          }
        };
    environment.start();
    try (Bundle bundle = Bundle.open(bundlePath)) {
      trust(bundle.signer(), options);
      Manifest manifest = bundle.manifest();
      Versions.requireAtLeast(manifest.minimumRuntime());
      License license = License.load(licencePath, Crypto.best().providerOrNull());
      Clock clock = options.clock();
      try (ActivationKey activation =
              deviceKey.activate(license, manifest, bundle.signer(), clock.instant());
          ContentKey content = ContentKey.derive(activation, manifest.bundleId());
          Buffers buffers = new Buffers()) {
        Payload payload = new Payload(bundle, content, buffers);
        TensorIndex index = payload.index();
        EngineBuilder builder = new EngineBuilder(payload, index, environment, options.session());
        ModelInterface face = index.face().orElse(null);
        Engine engine =
            face == null
                ? builder.build(manifest)
                : builder.build(face, activation, options.keyTensors());
        boolean done = false;
        try {
          // Last, since it holds a key until the model is closed.
          RunMeter meter = RunMeter.of(license, activation, clock, options.stateFolder());
          ProtectedModel model =
              new ProtectedModel(engine, manifest, face, bundle.signer(), license, meter);
          done = true;
          return model;
        } finally {
          if (!done) {
            close(engine);
          }
        }
      }
    }
  }

  private static void close(Engine engine) {
    try {
      engine.close();
    } catch (OrtException e) {
      throw Engine.failure("closing the model", e);
    }
  }

  private static OrtEnvironment environment() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      // Where ONNX Runtime has telemetry (Windows), its events name the graph and its producer.
      environment.setTelemetry(false);
      return environment;
    } catch (LinkageError | RuntimeException | OrtException e) {
      throw new BrigandineException(
          ErrorCode.ENGINE,
          "ONNX Runtime's native library does not load on this machine",
          "check that onnxruntime has a build for it, and that the temp folder can be written to and"
              + " executed from",
          e);
    }
  }

  private static void trust(SignerId signer, OpenOptions options) {
    if (options.trusted().isPresent()
        && !options.trusted().get().thumbprint().equals(signer.thumbprint())) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the bundle is signed by " + signer.thumbprint() + ", who is not trusted",
          "trusted is " + options.trusted().get().thumbprint());
    }
  }
}
