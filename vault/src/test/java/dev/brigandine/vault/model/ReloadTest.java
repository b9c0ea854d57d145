package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
  @TempDir Path folder;
  private Vendor vendor;

  @BeforeEach
  void vendor() throws Exception {
    vendor = new Vendor(folder);
  }

  private static List<ReloadReport.Outcome> outcomes(ReloadReport report) {
    return report.changes().stream().map(ReloadReport.Change::outcome).toList();
  }

  @Test
  void underLoadNoRequestIsDroppedAndEachVersionAnswersForItself() throws Exception {
    List<ModelConfig> versions = new ArrayList<>();
    for (int v = 1; v <= 8; v++) {
      versions.add(
          Configs.batching(
              Configs.queue(vendor.add("add", 100 * v, v), 64), v % 2 == 0 ? 8 : 1, Duration.ZERO));
    }
    List<Long> closed = Collections.synchronizedList(new ArrayList<>());
    ShelfOptions options = Shelf.options(folder).onClosed(model -> closed.add(model.version()));
    try (ModelShelf shelf = ModelShelf.open(versions.subList(0, 1), new OpenGate(), options)) {
      ServedModel model = Shelf.find(shelf, "add");
      AtomicBoolean stop = new AtomicBoolean();
      List<FutureTask<Integer>> callers = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        float start = t;
        callers.add(
            Shelf.start(
                () -> {
                  int runs = 0;
                  long highest = 0;
                  while (!stop.get() || runs < 10) {
                    float value = start + runs % 50;
                    try (Answer answer = model.run(Floats.request(value, 0, 0, value))) {
                      float bias = 100 * answer.version();
                      assertThat(Floats.read(answer.outputs().get(0)))
                          .containsExactly(value + bias, bias, bias, value + bias);
                      assertThat(answer.version()).isGreaterThanOrEqualTo(highest);
                      highest = answer.version();
                    }
                    runs++;
                  }
                  return runs;
                }));
      }
      for (int v = 2; v <= 8; v++) {
        long before = Shelf.load(shelf, 0).served();
        Shelf.await(() -> Shelf.load(shelf, 0).served() > before + 20);
        assertThat(outcomes(shelf.reload(versions.subList(v - 1, v))))
            .containsExactly(ReloadReport.Outcome.REPLACED);
        assertThat(model.version()).isEqualTo(v);
      }
      stop.set(true);
      for (FutureTask<Integer> caller : callers) {
        assertThat(caller.get()).isPositive();
      }
      Shelf.await(() -> closed.size() == 7);
    }
    assertThat(closed).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void whatWasReplacedIsClosedOnceAndNotBeforeItsLastRunHasEnded() throws Exception {
    ModelConfig loop =
        Configs.timeout(Graphs.seal(vendor, folder, "loop", Graphs.loop()), Duration.ofHours(1));
    ModelConfig next =
        Configs.timeout(Graphs.seal(vendor, folder, "loop", Graphs.loop()), Duration.ofHours(2));
    List<OpenModel> closed = Collections.synchronizedList(new ArrayList<>());
    ShelfOptions options = Shelf.options(folder).onClosed(closed::add);
    try (ModelShelf shelf = ModelShelf.open(List.of(loop), new OpenGate(), options)) {
      ServedModel model = Shelf.find(shelf, "loop");
      List<Cancellation> cancellations = new ArrayList<>();
      List<FutureTask<Answer>> runs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Cancellation cancellation = new Cancellation();
        cancellations.add(cancellation);
        runs.add(
            Shelf.start(() -> model.run(Shelf.rounds(Shelf.ENDLESS, cancellation, 1, 2, 3, 4))));
      }
      Shelf.await(() -> Shelf.load(shelf, 0).running() == 2);
      assertThat(outcomes(shelf.reload(List.of(next))))
          .containsExactly(ReloadReport.Outcome.REPLACED);
      // The new one answers while the old one still runs.
      try (Answer answer = model.run(Shelf.rounds(3, new Cancellation(), 1, 2, 3, 4))) {
        assertThat(Floats.read(answer.outputs().get(0))).containsExactly(1, 2, 3, 4);
      }
      cancellations.get(0).cancel();
      assertThat(Shelf.failure(runs.get(0))).isEqualTo(ErrorCode.CANCELLED);
      assertThat(closed).isEmpty();
      assertThat(runs.get(1).isDone()).isFalse();
      cancellations.get(1).cancel();
      assertThat(Shelf.failure(runs.get(1))).isEqualTo(ErrorCode.CANCELLED);
      Shelf.await(() -> !closed.isEmpty());
      assertThat(closed).hasSize(1);
      assertThat(closed.get(0).config()).isSameAs(loop);
    }
    assertThat(closed).hasSize(2);
  }

  @Test
  void onlyWhatChangedIsOpenedAnew() throws Exception {
    ModelConfig one = vendor.add("one", 1, 1);
    ModelConfig two = vendor.add("two", 2, 1);
    List<OpenModel> closed = Collections.synchronizedList(new ArrayList<>());
    ShelfOptions options = Shelf.options(folder).onClosed(closed::add);
    try (ModelShelf shelf = ModelShelf.open(List.of(one, two), new OpenGate(), options)) {
      assertThat(outcomes(shelf.reload(List.of(two, one))))
          .containsExactly(ReloadReport.Outcome.UNCHANGED, ReloadReport.Outcome.UNCHANGED);
      // The same path, another bundle and its licence.
      ModelConfig newer = vendor.add("one", 11, 2);
      Files.move(newer.bundle(), one.bundle(), StandardCopyOption.REPLACE_EXISTING);
      Files.move(licence(newer), licence(one), StandardCopyOption.REPLACE_EXISTING);
      assertThat(outcomes(shelf.reload(List.of(one, two))))
          .containsExactly(ReloadReport.Outcome.REPLACED, ReloadReport.Outcome.UNCHANGED);
      assertThat(Floats.run(Shelf.find(shelf, "one"), 0, 0, 0, 0)).containsExactly(11, 11, 11, 11);
      assertThat(Floats.run(Shelf.find(shelf, "two"), 0, 0, 0, 0)).containsExactly(2, 2, 2, 2);
      // A new licence for what there is.
      Files.copy(vendor.license(one.bundle()), licence(one), StandardCopyOption.REPLACE_EXISTING);
      String id = shelf.status().get(0).licence().get().id();
      assertThat(outcomes(shelf.reload(List.of(one, two))))
          .containsExactly(ReloadReport.Outcome.REPLACED, ReloadReport.Outcome.UNCHANGED);
      assertThat(shelf.status().get(0).licence().get().id()).isNotEqualTo(id);
      Shelf.await(() -> closed.size() == 2);
    }
    assertThat(closed).hasSize(4);
  }

  private static Path licence(ModelConfig config) {
    return ((ModelConfig.Licensing.File) config.licensing()).licence();
  }

  @Test
  void whatDoesNotOpenLeavesTheOldOneInItsPlaceAndSaysWhy() throws Exception {
    ModelConfig old = vendor.add("add", 1, 1);
    try (ModelShelf shelf = Shelf.open(folder, old)) {
      ModelConfig newer = vendor.add("add", 2, 2);
      byte[] bytes = Files.readAllBytes(newer.bundle());
      bytes[bytes.length - 100] ^= 1;
      Files.write(newer.bundle(), bytes);
      ReloadReport report = shelf.reload(List.of(newer));
      assertThat(outcomes(report)).containsExactly(ReloadReport.Outcome.KEPT);
      assertThat(report.complete()).isFalse();
      assertThat(report.changes().get(0).trouble().get().code()).isEqualTo(ErrorCode.TAMPERED);
      assertThat(report.changes().get(0).version()).hasValue(1);
      assertThat(Floats.run(Shelf.find(shelf, "add"), 0, 0, 0, 0)).containsExactly(1, 1, 1, 1);
      assertThat(shelf.ready()).isTrue();
      assertThat(shelf.status().get(0).trouble().get().code()).isEqualTo(ErrorCode.TAMPERED);
      bytes[bytes.length - 100] ^= 1;
      Files.write(newer.bundle(), bytes);
      assertThat(outcomes(shelf.reload(List.of(newer))))
          .containsExactly(ReloadReport.Outcome.REPLACED);
      assertThat(shelf.status().get(0).trouble()).isEmpty();
      assertThat(Floats.run(Shelf.find(shelf, "add"), 0, 0, 0, 0)).containsExactly(2, 2, 2, 2);
    }
  }

  @Test
  void aLicenceThatIsRevokedIsServedNoLonger() throws Exception {
    ModelConfig config = revocations(vendor.add("add", 1, 1), folder.resolve("list"));
    Files.copy(vendor.revoke(licence(vendor.add("other", 1, 1))), folder.resolve("list"));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "add");
      assertThat(Floats.run(model, 0, 0, 0, 0)).containsExactly(1, 1, 1, 1);
      Files.move(
          vendor.revoke(licence(config)),
          folder.resolve("list"),
          StandardCopyOption.REPLACE_EXISTING);
      ReloadReport report = shelf.reload(List.of(config));
      assertThat(outcomes(report)).containsExactly(ReloadReport.Outcome.FAILED);
      assertThat(report.changes().get(0).trouble().get().code()).isEqualTo(ErrorCode.REVOKED);
      assertThatThrownBy(() -> Floats.run(model, 0, 0, 0, 0))
          .isInstanceOfSatisfying(
              BrigandineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNKNOWN));
      assertThat(shelf.ready()).isFalse();
    }
  }

  private static ModelConfig revocations(ModelConfig c, Path list) {
    return new ModelConfig(
        c.name(),
        c.bundle(),
        c.licensing(),
        c.device(),
        c.passphrase(),
        c.trust(),
        Optional.of(list),
        c.threads(),
        c.concurrency(),
        c.queue(),
        c.timeout(),
        c.feature(),
        c.batching(),
        c.embeddings());
  }

  @Test
  void twoVersionsAreServedSideBySideUntilOneGoes() throws Exception {
    ModelConfig one = vendor.add("add", 1, 1);
    ModelConfig two = vendor.add("add", 2, 2);
    try (ModelShelf shelf = Shelf.open(folder, one, two)) {
      assertThat(shelf.versions("add")).containsExactly(2L, 1L);
      assertThat(shelf.all()).hasSize(1);
      ServedModel newest = Shelf.find(shelf, "add");
      ServedModel first = shelf.find("add", OptionalLong.of(1));
      assertThat(Floats.run(newest, 0, 0, 0, 0)).containsExactly(2, 2, 2, 2);
      assertThat(Floats.run(first, 0, 0, 0, 0)).containsExactly(1, 1, 1, 1);
      assertThatThrownBy(() -> shelf.find("add", OptionalLong.of(3)))
          .isInstanceOfSatisfying(
              BrigandineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNKNOWN));
      ModelConfig three = vendor.add("add", 3, 3);
      assertThat(outcomes(shelf.reload(List.of(two, three))))
          .containsExactly(ReloadReport.Outcome.UNCHANGED, ReloadReport.Outcome.REPLACED);
      assertThat(Floats.run(newest, 0, 0, 0, 0)).containsExactly(3, 3, 3, 3);
      assertThatThrownBy(() -> Floats.run(first, 0, 0, 0, 0))
          .isInstanceOfSatisfying(
              BrigandineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNKNOWN));
      assertThat(first.trouble()).isPresent();
      assertThat(outcomes(shelf.reload(List.of(three))))
          .containsExactlyInAnyOrder(ReloadReport.Outcome.UNCHANGED, ReloadReport.Outcome.RETIRED);
      assertThat(shelf.versions("add")).containsExactly(3L);
    }
  }

  @Test
  void twoEntriesOfOneVersionAreRefused() throws Exception {
    ModelConfig one = vendor.add("add", 1, 1);
    ModelConfig same = vendor.add("add", 2, 1);
    try (ModelShelf shelf = Shelf.open(folder, one, same)) {
      assertThat(shelf.ready()).isFalse();
      assertThat(shelf.status().get(1).trouble().get().code()).isEqualTo(ErrorCode.USAGE);
      assertThat(Floats.run(Shelf.find(shelf, "add"), 0, 0, 0, 0)).containsExactly(1, 1, 1, 1);
    }
  }
}
