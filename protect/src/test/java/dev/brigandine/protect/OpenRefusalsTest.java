package dev.brigandine.protect;

import static dev.brigandine.protect.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.onnx.testing.TestModel;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Licences, keys and files that do not fit. */
class OpenRefusalsTest {
  @TempDir Path folder;
  private World world;
  private Path model;
  private Path bundle;
  private Path licence;

  @BeforeEach
  void protect() throws Exception {
    world = new World(folder);
    model = TestModel.MLP.write(folder);
    bundle = world.protect(model);
    licence = world.license(bundle);
  }

  private OpenOptions at(Instant moment) {
    return world.options().clock(Clock.fixed(moment, ZoneOffset.UTC));
  }

  private BrigandineException refusedAt(ErrorCode code, Path which, Instant moment) {
    return refused(code, () -> Brigandine.open(bundle, which, world.device, at(moment)));
  }

  @Test
  void aLicenceForAnotherBundleOfTheSameModel() throws Exception {
    Path other = folder.resolve("other.brig");
    world.protect(model, other, World.NEVER);
    refused(ErrorCode.NO_KEY_FITS, () -> world.open(other, licence));
  }

  @Test
  void aLicenceForAnotherDevice() throws Exception {
    LicenseTerms terms = LicenseTerms.expiring(World.END).build();
    Path foreign = world.license(bundle, terms, DeviceKey.generate().publicKey());
    refused(ErrorCode.WRONG_MACHINE, () -> world.open(bundle, foreign));
  }

  @Test
  void notYetValidAndExpired() throws Exception {
    Instant from = World.NOW.plusSeconds(3600);
    Path later = world.license(bundle, LicenseTerms.expiring(World.END).notBefore(from).build());
    refusedAt(ErrorCode.LICENSE_EXPIRED, later, World.NOW);
    refusedAt(ErrorCode.LICENSE_EXPIRED, later, from.minusMillis(1));
    Brigandine.open(bundle, later, world.device, at(from)).close();
    Brigandine.open(bundle, licence, world.device, at(World.END.minusMillis(1))).close();
    refusedAt(ErrorCode.LICENSE_EXPIRED, licence, World.END);
    refusedAt(ErrorCode.LICENSE_EXPIRED, licence, World.END.plusSeconds(1));
    refusedAt(ErrorCode.LICENSE_EXPIRED, licence, World.END.minusMillis(1)); // the end was seen
    refusedAt(ErrorCode.CLOCK_TURNED_BACK, licence, World.NOW);
  }

  @Test
  void expiringWhileOpen() throws Exception {
    Instant[] now = {World.NOW};
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now[0];
          }

          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
    OpenOptions options = world.options().clock(clock);
    try (ProtectedModel open = Brigandine.open(bundle, licence, world.device, options)) {
      open.run(feeds).close();
      now[0] = World.END;
      refused(ErrorCode.LICENSE_EXPIRED, () -> open.run(feeds));
    }
  }

  @Test
  void runsAreCountedOverOpens() throws Exception {
    Path three = world.license(bundle, LicenseTerms.expiring(World.END).runs(3).build());
    Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
    for (int i = 0; i < 3; i++) {
      try (ProtectedModel open = world.open(bundle, three)) {
        refused(ErrorCode.BAD_INPUT, () -> open.run(Map.of())); // costs nothing
        open.run(feeds).close();
      }
    }
    try (ProtectedModel open = world.open(bundle, three)) {
      refused(ErrorCode.LICENSE_EXPIRED, () -> open.run(feeds));
    }
  }

  @Test
  void aSignerWhoIsNotTrusted() throws Exception {
    OpenOptions trusting = world.options().trust(world.vendor.signer());
    Brigandine.open(bundle, licence, world.device, trusting).close();
    World stranger = new World(Files.createDirectory(folder.resolve("stranger")));
    OpenOptions other = world.options().trust(stranger.vendor.signer());
    refused(ErrorCode.BAD_SIGNATURE, () -> Brigandine.open(bundle, licence, world.device, other));
  }

  @Test
  void bundleAndLicenceByDifferentVendors() throws Exception {
    World stranger = new World(Files.createDirectory(folder.resolve("stranger")));
    Path foreign = stranger.protect(model);
    refused(ErrorCode.BAD_SIGNATURE, () -> world.open(foreign, licence));
    Path foreignLicence = stranger.license(foreign);
    refused(ErrorCode.BAD_SIGNATURE, () -> world.open(bundle, foreignLicence));
  }

  @Test
  void anEditedLicence() throws Exception {
    String jwt = Files.readString(licence);
    int at = jwt.indexOf('.') + 60;
    char other = jwt.charAt(at) == 'A' ? 'B' : 'A';
    Path edited =
        Files.writeString(
            folder.resolve("edited.jwt"), jwt.substring(0, at) + other + jwt.substring(at + 1));
    refused(ErrorCode.BAD_SIGNATURE, () -> world.open(bundle, edited));
  }

  @Test
  void missingFiles() throws Exception {
    Path none = folder.resolve("none");
    refused(ErrorCode.FILE_UNREADABLE, () -> world.open(none, licence));
    refused(ErrorCode.FILE_UNREADABLE, () -> world.open(bundle, none));
    refused(ErrorCode.FILE_UNREADABLE, () -> world.open(folder, licence));
    refused(
        ErrorCode.FILE_UNREADABLE, () -> Brigandine.open(bundle, licence, none, world.options()));
  }

  @Test
  void notABundleAndNotALicence() throws Exception {
    refused(ErrorCode.TAMPERED, () -> world.open(model, licence));
    refused(ErrorCode.TAMPERED, () -> world.open(bundle, bundle));
  }

  @Test
  void aDeviceKeyFileWithAndWithoutPassphrase() throws Exception {
    Path clear = folder.resolve("device.key");
    world.device.save(clear, null);
    Brigandine.open(bundle, licence, clear, world.options()).close();
    Brigandine.open(bundle, licence, clear, world.options()).close();
    Path locked = folder.resolve("locked.key");
    world.device.save(locked, "right passphrase".toCharArray());
    refused(ErrorCode.NO_KEY_FITS, () -> Brigandine.open(bundle, licence, locked, world.options()));
    refused(ErrorCode.NO_KEY_FITS, () -> DeviceKey.load(locked, () -> "wrong".toCharArray()));
    DeviceKey key = DeviceKey.load(locked, () -> "right passphrase".toCharArray());
    Brigandine.open(bundle, licence, key, world.options()).close();
  }

  @Test
  void aProviderThatThisBuildLacks() {
    for (SessionOptions options :
        new SessionOptions[] {
          new SessionOptions().provider("cuda"),
          new SessionOptions().provider("TensorRT"),
          new SessionOptions().addCUDA(),
          new SessionOptions().addTensorrt(0)
        }) {
      OpenOptions wanting = world.options().session(options);
      refused(
          ErrorCode.PROVIDER_UNAVAILABLE,
          () -> Brigandine.open(bundle, licence, world.device, wanting));
    }
    OpenOptions cpu = world.options().session(new SessionOptions().provider("cpu"));
    Brigandine.open(bundle, licence, world.device, cpu).close();
  }

  @Test
  void refusalsLeaveTheBundleFreeAndNothingBeside() throws Exception {
    refusedAt(ErrorCode.LICENSE_EXPIRED, licence, World.END);
    try (Bundle open = Bundle.open(bundle)) {
      open.checkDigests();
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("mlp.onnx", "model.brig", "licence0.jwt", "state");
    }
  }
}
