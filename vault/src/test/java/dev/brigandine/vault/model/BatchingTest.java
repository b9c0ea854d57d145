package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchingTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;
  private Vendor vendor;

  @BeforeEach
  void vendor() throws Exception {
    vendor = new Vendor(folder);
  }

  private static ModelConfig one(ModelConfig config, int maxSize, Duration delay) {
    return Configs.batching(
        Configs.queue(Configs.concurrency(Configs.timeout(config, LONG), 1), 100), maxSize, delay);
  }

  private static FutureTask<float[]> ids(ServedModel model, Cancellation cancellation, long id) {
    Tensor tensor =
        new Tensor("ids", ElementType.INT64, new long[] {1, 4}, Shelf.longs(id, 0, 1, id));
    return Shelf.start(
        () -> {
          try (Answer answer = model.run(new Request(List.of(tensor), List.of(), cancellation))) {
            return Floats.read(answer.outputs().get(0));
          }
        });
  }

  @Test
  void oneCallerAloneRunsAtOnceAndByItself() throws Exception {
    try (ModelShelf shelf = Shelf.open(folder, one(vendor.add("add", 1, 1), 8, Duration.ZERO))) {
      ServedModel model = Shelf.find(shelf, "add");
      for (int i = 0; i < 20; i++) {
        assertThat(Floats.run(model, i, i, i, i)).containsExactly(i + 1, i + 1, i + 1, i + 1);
      }
      assertThat(Shelf.load(shelf, 0).batches()).isZero();
      assertThat(shelf.status().get(0).batching())
          .hasValueSatisfying(line -> assertThat(line).startsWith("up to 8 rows"));
    }
  }

  @Test
  void whoWaitsTogetherRunsTogetherAndEachGetsItsOwnRows() throws Exception {
    ModelConfig config =
        one(Graphs.seal(vendor, folder, "table", Graphs.table(100)), 8, Duration.ofHours(1));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "table");
      // The delay is so long that only eight rows end it.
      List<FutureTask<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(ids(model, new Cancellation(), i));
      }
      for (int i = 0; i < 8; i++) {
        assertThat(calls.get(i).get()).containsExactly(i * 10, 0, 10, i * 10);
      }
      assertThat(Shelf.load(shelf, 0).batches()).isEqualTo(1);
      assertThat(Shelf.load(shelf, 0).served()).isEqualTo(8);
    }
  }

  @Test
  void aBadRequestHarmsOnlyItsCaller() throws Exception {
    ModelConfig config =
        one(Graphs.seal(vendor, folder, "table", Graphs.table(100)), 5, Duration.ofHours(1));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "table");
      for (int bad = 0; bad < 5; bad++) {
        List<FutureTask<float[]>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          calls.add(ids(model, new Cancellation(), i == bad ? 100 : i));
        }
        for (int i = 0; i < 5; i++) {
          if (i == bad) {
            assertThat(Shelf.failure(calls.get(i))).isEqualTo(ErrorCode.ENGINE);
          } else {
            assertThat(calls.get(i).get()).containsExactly(i * 10, 0, 10, i * 10);
          }
        }
      }
      assertThat(Shelf.load(shelf, 0).refused()).isEqualTo(5);
      assertThat(Shelf.load(shelf, 0).running()).isZero();
    }
  }

  @Test
  void whoIsCancelledWhileGatheredLeavesTheOthersUnharmed() throws Exception {
    ModelConfig config =
        one(Graphs.seal(vendor, folder, "table", Graphs.table(100)), 4, Duration.ofHours(1));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "table");
      for (int gone = 0; gone < 3; gone++) {
        List<FutureTask<float[]>> calls = new ArrayList<>();
        List<Cancellation> cancellations = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          cancellations.add(new Cancellation());
          calls.add(ids(model, cancellations.get(i), i));
          int waiting = i;
          Shelf.await(
              () ->
                  Shelf.load(shelf, 0).running() == 1 && Shelf.load(shelf, 0).waiting() == waiting);
        }
        cancellations.get(gone).cancel();
        assertThat(Shelf.failure(calls.get(gone))).isEqualTo(ErrorCode.CANCELLED);
        calls.add(ids(model, new Cancellation(), 3));
        calls.add(ids(model, new Cancellation(), 4));
        for (int i = 0; i < 5; i++) {
          if (i != gone) {
            assertThat(calls.get(i).get()).containsExactly(i * 10, 0, 10, i * 10);
          }
        }
      }
    }
  }

  @Test
  void whoseTimeIsOverWhileGatheredLeavesTheOthersUnharmed() throws Exception {
    ModelConfig config =
        Configs.timeout(
            one(Graphs.seal(vendor, folder, "table", Graphs.table(100)), 4, LONG),
            Duration.ofSeconds(2));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "table");
      FutureTask<float[]> first = ids(model, new Cancellation(), 1);
      FutureTask<float[]> second = ids(model, new Cancellation(), 2);
      assertThat(Shelf.failure(first)).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(Shelf.failure(second)).isEqualTo(ErrorCode.TIMED_OUT);
      List<FutureTask<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(ids(model, new Cancellation(), i));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(calls.get(i).get()).containsExactly(i * 10, 0, 10, i * 10);
      }
    }
  }

  private static FutureTask<float[]> rounds(
      ServedModel model, Cancellation cancellation, float value) {
    Tensor x = Floats.tensor(Floats.direct(value, 0, 0, value));
    return Shelf.start(
        () -> {
          try (Answer answer = model.run(new Request(List.of(x), List.of(), cancellation))) {
            return Floats.read(answer.outputs().get(0));
          }
        });
  }

  /** The first of three leads; their run is under way when this returns, and does not end. */
  private static List<FutureTask<float[]>> threeInOneRun(
      ModelShelf shelf, List<Cancellation> cancellations) {
    ServedModel model = Shelf.find(shelf, "rounds");
    long before = Shelf.load(shelf, 0).served();
    List<FutureTask<float[]>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cancellations.add(new Cancellation());
      calls.add(rounds(model, cancellations.get(i), i == 1 ? 1e15f : i));
      int waiting = i;
      if (i < 2) {
        Shelf.await(
            () -> Shelf.load(shelf, 0).running() == 1 && Shelf.load(shelf, 0).waiting() == waiting);
      }
    }
    Shelf.await(() -> Shelf.load(shelf, 0).waiting() == 0);
    assertThat(Shelf.load(shelf, 0).served()).isEqualTo(before);
    return calls;
  }

  @Test
  void whoLeavesARunOfSeveralLeavesItToTheOthersAndTheLastEndsIt() throws Exception {
    ModelConfig config =
        one(Graphs.seal(vendor, folder, "rounds", Graphs.rounds()), 3, Duration.ofHours(1));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      assertThat(shelf.status().get(0).batching().get()).startsWith("up to 3 rows");
      for (int[] order : new int[][] {{2, 1, 0}, {0, 1, 2}, {1, 0, 2}}) {
        List<Cancellation> cancellations = new ArrayList<>();
        List<FutureTask<float[]>> calls = threeInOneRun(shelf, cancellations);
        for (int i = 0; i < 3; i++) {
          assertThat(Shelf.load(shelf, 0).running()).isEqualTo(1);
          cancellations.get(order[i]).cancel();
          if (order[i] != 0) {
            // All but the one whose thread is in the engine go at once.
            assertThat(Shelf.failure(calls.get(order[i]))).isEqualTo(ErrorCode.CANCELLED);
          }
        }
        assertThat(Shelf.failure(calls.get(0))).isEqualTo(ErrorCode.CANCELLED);
        Shelf.await(() -> Shelf.load(shelf, 0).running() == 0);
      }
    }
  }

  @Test
  void aRunOfSeveralEndsWhenTheTimeOfAllIsOver() throws Exception {
    ModelConfig config =
        Configs.timeout(
            one(Graphs.seal(vendor, folder, "rounds", Graphs.rounds()), 3, LONG),
            Duration.ofSeconds(2));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "rounds");
      List<FutureTask<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(rounds(model, new Cancellation(), 1e15f));
      }
      for (FutureTask<float[]> call : calls) {
        assertThat(Shelf.failure(call)).isEqualTo(ErrorCode.TIMED_OUT);
      }
      Shelf.await(() -> Shelf.load(shelf, 0).running() == 0);
      List<FutureTask<float[]>> after = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        after.add(rounds(model, new Cancellation(), i));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(after.get(i).get()).containsExactly(i, 0, 0, i);
      }
    }
  }

  @Test
  void requestsThatDoNotFitEachOtherRunApart() throws Exception {
    ModelConfig config = Graphs.seal(vendor, folder, "loop", Graphs.loop());
    try (ModelShelf shelf = Shelf.open(folder, one(config, 8, Duration.ZERO))) {
      // A scalar has no first axis.
      assertThat(shelf.status().get(0).batching())
          .hasValueSatisfying(line -> assertThat(line).startsWith("refused: "));
      ServedModel model = Shelf.find(shelf, "loop");
      try (Answer answer = model.run(Shelf.rounds(2, new Cancellation(), 1, 2, 3, 4))) {
        assertThat(Floats.read(answer.outputs().get(0))).containsExactly(1, 2, 3, 4);
      }
    }
  }

  @Test
  void aModelWhoseRowsSeeEachOtherIsServedWithoutAndSaysSo() throws Exception {
    List<ModelConfig> configs =
        List.of(
            one(Graphs.seal(vendor, folder, "quantized", Graphs.quantized()), 8, Duration.ZERO),
            one(Graphs.seal(vendor, folder, "twice", Graphs.twice("two")), 8, Duration.ZERO),
            one(
                Graphs.seal(vendor, folder, "sum", Graphs.one("ReduceSum", Graphs.FLOAT, "1", "1")),
                8,
                Duration.ZERO));
    try (ModelShelf shelf = Shelf.open(folder, configs.toArray(ModelConfig[]::new))) {
      for (ModelStatus status : shelf.status()) {
        assertThat(status.ready()).isTrue();
        assertThat(status.batching())
            .hasValueSatisfying(line -> assertThat(line).startsWith("refused: "));
        System.out.println(status.name() + ": " + status.batching().get());
      }
      assertThat(Floats.run(Shelf.find(shelf, "sum"), 1, 2, 3, 4)).containsExactly(10);
      assertThat(Floats.run(Shelf.find(shelf, "twice"), 1, 2, 3, 4))
          .containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    }
  }

  @Test
  void aFloodOfNansStaysWithWhoSentIt() throws Exception {
    ModelConfig config = one(vendor.add("add", 1, 1), 6, Duration.ofHours(1));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "add");
      List<FutureTask<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        float value = i % 2 == 0 ? Float.NaN : i;
        calls.add(Shelf.start(() -> Floats.run(model, value, value, value, value)));
      }
      for (int i = 0; i < 6; i++) {
        float value = i % 2 == 0 ? Float.NaN : i + 1;
        assertThat(calls.get(i).get()).containsExactly(value, value, value, value);
      }
      assertThat(Shelf.load(shelf, 0).batches()).isEqualTo(1);
    }
  }

  @Test
  void sixteenThreadsOfRandomSizesGetTheirOwnAnswers() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    for (Duration delay : List.of(Duration.ZERO, Duration.ofMillis(1))) {
      ModelConfig add = one(vendor.add("add", 3, 1), 64, delay);
      for (int concurrency : new int[] {1, 2}) {
        ModelConfig config = Configs.concurrency(add, concurrency);
        try (ModelShelf shelf = Shelf.open(folder, config)) {
          ServedModel model = Shelf.find(shelf, "add");
          List<FutureTask<Void>> threads = new ArrayList<>();
          for (int t = 0; t < 16; t++) {
            Random random = new Random(seed + t);
            threads.add(
                Shelf.start(
                    () -> {
                      for (int i = 0; i < 200; i++) {
                        float[] values = Floats.random(random, random.nextInt(70));
                        assertThat(Floats.run(model, values)).isEqualTo(Floats.plus(values, 3));
                      }
                      return null;
                    }));
          }
          for (FutureTask<Void> thread : threads) {
            thread.get();
          }
          ModelStatus.Load load = Shelf.load(shelf, 0);
          assertThat(load.served()).isEqualTo(16 * 200);
          assertThat(load.batches()).isPositive();
          assertThat(load.running()).isZero();
          assertThat(load.waiting()).isZero();
        }
      }
    }
  }
}
