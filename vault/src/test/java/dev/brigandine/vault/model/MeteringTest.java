package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Rate;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a licence limits is counted here, where callers cannot reach the counter. */
class MeteringTest {
  @TempDir Path folder;
  private Vendor vendor;

  @BeforeEach
  void vendor() throws Exception {
    vendor = new Vendor(folder);
  }

  private ModelConfig add(LicenseTerms terms) throws Exception {
    ModelConfig any = vendor.add("add", 1, 1);
    return vendor.config("add", any.bundle(), vendor.license(any.bundle(), terms));
  }

  private static ModelConfig together(ModelConfig config, int rows) {
    return Configs.batching(
        Configs.concurrency(Configs.timeout(config, Duration.ofHours(1)), 1),
        rows,
        Duration.ofHours(1));
  }

  private static void refused(ServedModel model, ErrorCode code) {
    assertThatThrownBy(() -> Floats.run(model, 1, 2, 3, 4))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void runsAreCountedOneByOneAndBadOnesAreNot() throws Exception {
    ModelConfig config = add(LicenseTerms.expiring(Vendor.END).runs(3).build());
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "add");
      for (int i = 0; i < 3; i++) {
        Floats.run(model, 1, 2, 3, 4);
        assertThatThrownBy(() -> model.run(Request.of(List.of())))
            .isInstanceOf(BrigandineException.class);
      }
      refused(model, ErrorCode.LICENSE_EXPIRED);
    }
    // Nor does it help to start the vault again.
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      refused(Shelf.find(shelf, "add"), ErrorCode.LICENSE_EXPIRED);
    }
  }

  @Test
  void eachRequestOfABatchCountsAsARun() throws Exception {
    ModelConfig config = together(add(LicenseTerms.expiring(Vendor.END).runs(6).build()), 4);
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "add");
      assertThat(shelf.status().get(0).batching().get()).startsWith("up to 4");
      assertThat(batch(model, 4)).isEqualTo(4);
      assertThat(Shelf.load(shelf, 0).batches()).isEqualTo(1);
      assertThat(batch(model, 4)).isEqualTo(2);
      assertThat(Shelf.load(shelf, 0).batches()).isEqualTo(2);
      assertThat(Shelf.load(shelf, 0).served()).isEqualTo(6);
      assertThat(Shelf.load(shelf, 0).refused()).isEqualTo(2);
    }
  }

  @Test
  void theRateHoldsForEachRequestOfABatch() throws Exception {
    LicenseTerms terms =
        LicenseTerms.expiring(Vendor.END)
            .conditions(Conditions.NONE.withRate(new Rate(5, Duration.ofDays(30))))
            .build();
    ModelConfig config = together(add(terms), 4);
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "add");
      assertThat(batch(model, 4)).isEqualTo(4);
      assertThat(batch(model, 4)).isEqualTo(1);
      refused(model, ErrorCode.RATE_LIMITED);
      // Nobody stands behind the door because of that.
      assertThat(Shelf.load(shelf, 0).running()).isZero();
      assertThat(Shelf.load(shelf, 0).waiting()).isZero();
    }
  }

  /** How many of so many callers at once were answered. */
  private static int batch(ServedModel model, int callers) throws Exception {
    List<FutureTask<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      float value = i;
      calls.add(
          Shelf.start(
              () -> {
                try {
                  assertThat(Floats.run(model, value, 0, 0, 0)).containsExactly(value + 1, 1, 1, 1);
                  return true;
                } catch (BrigandineException e) {
                  return false;
                }
              }));
    }
    int answered = 0;
    for (FutureTask<Boolean> call : calls) {
      answered += call.get() ? 1 : 0;
    }
    return answered;
  }

  @Test
  void aLicenceThatExpiresWhileTheVaultRunsEndsTheRuns() throws Exception {
    Instant[] now = {Instant.now()};
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now[0];
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    Instant end = now[0].plus(Duration.ofHours(1));
    ModelConfig config = add(LicenseTerms.expiring(end).build());
    try (ModelShelf shelf =
        ModelShelf.open(List.of(config), new OpenGate(), Shelf.options(folder).clock(clock))) {
      ServedModel model = Shelf.find(shelf, "add");
      assertThat(Floats.run(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
      assertThat(model.trouble()).isEmpty();
      assertThat(shelf.ready()).isTrue();
      now[0] = end.plusSeconds(1);
      refused(model, ErrorCode.LICENSE_EXPIRED);
      assertThat(model.trouble().get().code()).isEqualTo(ErrorCode.LICENSE_EXPIRED);
      assertThat(shelf.ready()).isFalse();
      assertThat(shelf.status().get(0).trouble().get().code()).isEqualTo(ErrorCode.LICENSE_EXPIRED);
    }
  }
}
