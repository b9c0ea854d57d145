package dev.brigandine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorIndex;
import dev.brigandine.license.License;
import dev.brigandine.license.clock.Watch;
import java.nio.file.Path;

/**
 * From files to a running engine, in the order that refuses early: signature, trust, licence, keys,
 * and only then the payload. ONNX Runtime's native library loads meanwhile on a thread of its own,
 * since the two take about the same time.
 */
final class Opener {
  private Opener() {}

  static ProtectedModel open(
      Path bundlePath, LicenseSource source, DeviceKeySource deviceKey, OpenOptions options) {
    if (options.inVault()) {
      return VaultConnector.open(bundlePath, options);
    }
    Background<OrtEnvironment> environment = loading(options.vault() != null);
    try (Bundle bundle = Bundle.open(bundlePath)) {
      trust(bundle.signer(), options);
      Manifest manifest = bundle.manifest();
      Versions.requireAtLeast(manifest.minimumRuntime());
      LicenseSource.Got got = source.get(bundle, deviceKey, options);
      return open(bundle, got.license(), got.lease(), got.key(), environment, options);
    }
  }

  /**
   * Of a bundle whose signer is trusted.
   *
   * @param lease null if there is none; closed with the model, or here if it does not open
   */
  private static ProtectedModel open(
      Bundle bundle,
      License license,
      LeaseHold lease,
      DeviceKeySource deviceKey,
      Background<OrtEnvironment> environment,
      OpenOptions options) {
    Manifest manifest = bundle.manifest();
    Admission.Admitted admitted;
    boolean done = false;
    try {
      admitted = deviceKey.admit(new Admission(license, manifest, bundle.signer(), lease, options));
      done = true;
    } finally {
      if (!done && lease != null) {
        lease.close();
      }
    }
    remember(admitted.watch());
    done = false;
    try (ActivationKey activation = admitted.activation();
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
      try {
        RunMeter meter =
            RunMeter.of(
                license,
                activation,
                admitted.watch(),
                lease,
                options.ticker(),
                options.stateFolder());
        ProtectedModel model =
            new ProtectedModel(engine, manifest, face, bundle.signer(), license, meter);
        done = true;
        return model;
      } finally {
        if (!done) {
          close(engine);
        }
      }
    } finally {
      if (!done) {
        giveUp(admitted.watch(), lease);
      }
    }
  }

  private static void giveUp(Watch watch, LeaseHold lease) {
    try {
      if (lease != null) {
        lease.close();
      }
    } finally {
      watch.close();
    }
  }

  /** Beside the loading; the watch's own lock lets nobody close it halfway. */
  private static void remember(Watch watch) {
    new Background<Void>("brigandine-memory") {
      @Override
      Void make() {
        watch.save();
        return null;
      }
    }.start();
  }

  private static void close(Engine engine) {
    try {
      engine.close();
    } catch (OrtException e) {
      throw Engine.failure("closing the model", e);
    }
  }

  /**
   * ONNX Runtime's native library, which loads meanwhile.
   *
   * @param settle whether the session that is opened next is one that matters for long
   */
  static Background<OrtEnvironment> loading(boolean settle) {
    Background<OrtEnvironment> environment =
        new Background<>("brigandine-onnxruntime") {
          @Override
          OrtEnvironment make() {
            OrtEnvironment made = environment();
            if (settle) {
              FaceInfos.settle(made);
            }
            return made;
          }
        };
    environment.start();
    return environment;
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

  static void trust(SignerId signer, OpenOptions options) {
    if (options.trusted().isPresent()
        && !options.trusted().get().thumbprint().equals(signer.thumbprint())) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the bundle is signed by " + signer.thumbprint() + ", who is not trusted",
          "trusted is " + options.trusted().get().thumbprint());
    }
  }
}
