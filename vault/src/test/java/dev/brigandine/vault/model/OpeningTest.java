package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
  @TempDir Path folder;
  private Vendor vendor;

  @BeforeEach
  void vendor() throws Exception {
    vendor = new Vendor(folder);
  }

  private static ModelConfig with(
      ModelConfig c, Optional<String> trust, Optional<String> feature, Optional<Path> passphrase) {
    return new ModelConfig(
        c.name(),
        c.bundle(),
        c.licensing(),
        c.device(),
        passphrase,
        trust,
        c.revocations(),
        c.threads(),
        c.concurrency(),
        c.queue(),
        c.timeout(),
        feature,
        c.batching(),
        c.embeddings());
  }

  private static ModelConfig trust(ModelConfig config, String trust) {
    return with(config, Optional.of(trust), Optional.empty(), Optional.empty());
  }

  private Optional<ErrorCode> trouble(ModelConfig config) {
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      assertThat(shelf.status()).hasSize(1);
      return shelf.status().get(0).trouble().map(Trouble::code);
    }
  }

  @Test
  void aModelThatDoesNotOpenDoesNotKeepOthersFromBeingServed() throws Exception {
    ModelConfig good = vendor.add("good", 1, 1);
    ModelConfig bad = vendor.config("bad", folder.resolve("missing.brig"), folder.resolve("no"));
    try (ModelShelf shelf = Shelf.open(folder, bad, good)) {
      assertThat(shelf.ready()).isFalse();
      assertThat(Floats.run(Shelf.find(shelf, "good"), 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
      assertThat(shelf.all()).extracting(ServedModel::name).containsExactly("good");
      ModelStatus status = shelf.status().get(0);
      assertThat(status.name()).isEqualTo("bad");
      assertThat(status.ready()).isFalse();
      assertThat(status.version()).isEmpty();
      assertThat(status.trouble().get().code()).isEqualTo(ErrorCode.FILE_UNREADABLE);
      assertThatThrownBy(() -> Shelf.find(shelf, "bad"))
          .isInstanceOfSatisfying(
              BrigandineException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNKNOWN);
                assertThat(e.hint().get()).contains("did not open");
              });
    }
  }

  @Test
  void theStatusTellsWhatIsServed() throws Exception {
    ModelConfig config = vendor.add("add", 1, 7);
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ModelStatus status = shelf.status().get(0);
      assertThat(status.ready()).isTrue();
      assertThat(status.trouble()).isEmpty();
      assertThat(status.version()).hasValue(7);
      ServedModel model = Shelf.find(shelf, "add");
      assertThat(status.bundleId()).hasValue(model.manifest().bundleId());
      assertThat(status.licence().get().id()).isEqualTo(model.license().id());
      assertThat(status.licence().get().isolation()).isEqualTo(Isolation.IN_PROCESS);
      assertThat(model.bundle()).isEqualTo(config.bundle());
      assertThat(status.batching()).isEmpty();
    }
  }

  @Test
  void onlyTheTrustedSignerIsAccepted() throws Exception {
    ModelConfig config = vendor.add("add", 1, 1);
    String signer;
    try (Bundle bundle = Bundle.open(config.bundle())) {
      signer = bundle.signer().thumbprint();
    }
    assertThat(trouble(trust(config, signer))).isEmpty();
    VendorKey other = VendorKey.generate();
    assertThat(trouble(trust(config, other.signer().thumbprint())))
        .hasValue(ErrorCode.BAD_SIGNATURE);
    Path file = folder.resolve("other.pub");
    other.publicKey().save(file);
    assertThat(trouble(trust(config, file.toString()))).hasValue(ErrorCode.BAD_SIGNATURE);
    assertThat(trouble(trust(config, folder.resolve("none").toString())))
        .hasValue(ErrorCode.FILE_UNREADABLE);
  }

  @Test
  void aFeatureThatTheLicenceDoesNotGrantIsNotServed() throws Exception {
    ModelConfig plain = vendor.add("add", 1, 1);
    assertThat(trouble(with(plain, Optional.empty(), Optional.of("batch"), Optional.empty())))
        .hasValue(ErrorCode.NO_KEY_FITS);
    LicenseTerms terms =
        LicenseTerms.expiring(Vendor.END)
            .conditions(Conditions.NONE.withFeatures(List.of("batch")))
            .build();
    ModelConfig granted =
        vendor.config("add", plain.bundle(), vendor.license(plain.bundle(), terms));
    assertThat(trouble(with(granted, Optional.empty(), Optional.of("batch"), Optional.empty())))
        .isEmpty();
  }

  @Test
  void aDeviceKeyUnderAPassphraseOpensByItsFile() throws Exception {
    ModelConfig config = vendor.add("add", 1, 1);
    try (DeviceKey key = DeviceKey.load(vendor.deviceFile())) {
      Files.delete(vendor.deviceFile());
      key.save(vendor.deviceFile(), "correct horse".toCharArray());
    }
    assertThat(trouble(config)).hasValue(ErrorCode.NO_KEY_FITS);
    Path right = Files.writeString(folder.resolve("right"), "correct horse\nsecond line");
    assertThat(trouble(with(config, Optional.empty(), Optional.empty(), Optional.of(right))))
        .isEmpty();
    Path wrong = Files.writeString(folder.resolve("wrong"), "battery staple");
    assertThat(trouble(with(config, Optional.empty(), Optional.empty(), Optional.of(wrong))))
        .hasValue(ErrorCode.NO_KEY_FITS);
  }

  @Test
  void aLicenceThatWantsAVaultIsHeldAgainstTheMeasures() throws Exception {
    ModelConfig plain = vendor.add("add", 1, 1);
    LicenseTerms terms =
        LicenseTerms.expiring(Vendor.END)
            .conditions(Conditions.NONE.withIsolation(Isolation.VAULT))
            .build();
    ModelConfig config =
        vendor.config("add", plain.bundle(), vendor.license(plain.bundle(), terms));
    Hardening open =
        new Hardening() {
          @Override
          public List<Measure> measures() {
            return List.of();
          }

          @Override
          public void require(License license) {
            throw new BrigandineException(ErrorCode.ISOLATION_REQUIRED, "not dumpable is off");
          }
        };
    try (ModelShelf shelf = ModelShelf.open(List.of(config, plain), open, Shelf.options(folder))) {
      assertThat(shelf.status().get(0).trouble().get().code())
          .isEqualTo(ErrorCode.ISOLATION_REQUIRED);
      // A licence that does not ask for it is not held against it.
      assertThat(shelf.status().get(1).ready()).isTrue();
    }
    assertThat(trouble(config)).isEmpty();
  }

  @Test
  void aModelWhoseOutputNobodyCouldBeSentIsRefused() throws Exception {
    ModelConfig config =
        Graphs.seal(vendor, folder, "cast", Graphs.castTo(TensorProto.DataType.UINT32));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      Trouble trouble = shelf.status().get(0).trouble().get();
      assertThat(trouble.code()).isEqualTo(ErrorCode.MODEL_UNREADABLE);
      assertThat(trouble.sentence()).contains("output 1 of model 'cast' is of type uint32");
    }
  }
}
