package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to requests that cannot be answered at once, or not at all. */
class GateTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;
  private ModelConfig loop;

  @BeforeEach
  void seal() throws Exception {
    loop = Graphs.seal(new Vendor(folder), folder, "loop", Graphs.loop());
  }

  private static float[] values(Answer answer) {
    try (answer) {
      return Floats.read(answer.outputs().get(0));
    }
  }

  private static FutureTask<float[]> call(
      ServedModel model, long rounds, Cancellation cancellation, float... values) {
    return Shelf.start(() -> values(model.run(Shelf.rounds(rounds, cancellation, values))));
  }

  @Test
  void aRunThatIsCancelledEnds() throws Exception {
    try (ModelShelf shelf = Shelf.open(folder, Configs.timeout(loop, LONG))) {
      ServedModel model = Shelf.find(shelf, "loop");
      Cancellation cancellation = new Cancellation();
      FutureTask<float[]> run = call(model, Shelf.ENDLESS, cancellation, 1, 2, 3, 4);
      Shelf.await(() -> Shelf.load(shelf, 0).running() == 1);
      assertThat(run.isDone()).isFalse();
      cancellation.cancel();
      assertThat(Shelf.failure(run)).isEqualTo(ErrorCode.CANCELLED);
      // The engine is as good as before, and nothing of the cancellation is left in it.
      for (int i = 0; i < 10; i++) {
        FutureTask<float[]> after = call(model, 3, new Cancellation(), 5, 6, 7, 8);
        assertThat(after.get()).containsExactly(5, 6, 7, 8);
      }
    }
  }

  @Test
  void aRunThatWasCancelledBeforeDoesNotBegin() {
    try (ModelShelf shelf = Shelf.open(folder, Configs.timeout(loop, LONG))) {
      Cancellation cancellation = new Cancellation();
      cancellation.cancel();
      assertThatThrownBy(
              () ->
                  Shelf.find(shelf, "loop")
                      .run(Shelf.rounds(Shelf.ENDLESS, cancellation, 1, 2, 3, 4)))
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
  }

  @Test
  void aRunThatTakesTooLongEnds() throws Exception {
    ModelConfig hasty = Configs.timeout(loop, Duration.ofMillis(50));
    try (ModelShelf shelf = Shelf.open(folder, hasty)) {
      ServedModel model = Shelf.find(shelf, "loop");
      for (int i = 0; i < 3; i++) {
        FutureTask<float[]> run = call(model, Shelf.ENDLESS, new Cancellation(), 1, 2, 3, 4);
        assertThat(Shelf.failure(run)).isEqualTo(ErrorCode.TIMED_OUT);
      }
      assertThat(Shelf.load(shelf, 0).running()).isZero();
    }
  }

  @Test
  void whoWaitsTooLongIsSentAwayAndTheNextComesIn() throws Exception {
    ModelConfig one = Configs.concurrency(Configs.timeout(loop, Duration.ofSeconds(1)), 1);
    try (ModelShelf shelf = Shelf.open(folder, one)) {
      ServedModel model = Shelf.find(shelf, "loop");
      FutureTask<float[]> first = call(model, Shelf.ENDLESS, new Cancellation(), 1, 2, 3, 4);
      Shelf.await(() -> Shelf.load(shelf, 0).running() == 1);
      FutureTask<float[]> second = call(model, Shelf.ENDLESS, new Cancellation(), 1, 2, 3, 4);
      assertThat(Shelf.failure(first)).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(Shelf.failure(second)).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(call(model, 1, new Cancellation(), 1, 2, 3, 4).get()).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void asManyRunAndWaitAsTheOperatorSaysAndNoMore() throws Exception {
    ModelConfig small = Configs.queue(Configs.concurrency(Configs.timeout(loop, LONG), 2), 3);
    try (ModelShelf shelf = Shelf.open(folder, small)) {
      ServedModel model = Shelf.find(shelf, "loop");
      List<Cancellation> running = new ArrayList<>();
      List<FutureTask<float[]>> endless = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        running.add(new Cancellation());
        endless.add(call(model, Shelf.ENDLESS, running.get(i), 1, 2, 3, 4));
      }
      Shelf.await(() -> Shelf.load(shelf, 0).running() == 2);
      List<FutureTask<float[]>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(call(model, 1, new Cancellation(), i, i, i, i));
        int now = i + 1;
        Shelf.await(() -> Shelf.load(shelf, 0).waiting() == now);
      }
      FutureTask<float[]> tooMany = call(model, 1, new Cancellation(), 9, 9, 9, 9);
      assertThat(Shelf.failure(tooMany)).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(waiting).noneMatch(FutureTask::isDone);
      running.get(0).cancel();
      for (int i = 0; i < 3; i++) {
        assertThat(waiting.get(i).get()).containsExactly(i, i, i, i);
      }
      running.get(1).cancel();
      for (FutureTask<float[]> run : endless) {
        assertThat(Shelf.failure(run)).isEqualTo(ErrorCode.CANCELLED);
      }
    }
  }

  @Test
  void whoWaitsCanBeCancelledAndHarmsNobody() throws Exception {
    ModelConfig one = Configs.concurrency(Configs.timeout(loop, LONG), 1);
    try (ModelShelf shelf = Shelf.open(folder, one)) {
      ServedModel model = Shelf.find(shelf, "loop");
      Cancellation first = new Cancellation();
      FutureTask<float[]> running = call(model, Shelf.ENDLESS, first, 1, 2, 3, 4);
      Shelf.await(() -> Shelf.load(shelf, 0).running() == 1);
      Cancellation second = new Cancellation();
      FutureTask<float[]> cancelled = call(model, 1, second, 1, 2, 3, 4);
      Shelf.await(() -> Shelf.load(shelf, 0).waiting() == 1);
      FutureTask<float[]> third = call(model, 1, new Cancellation(), 5, 6, 7, 8);
      Shelf.await(() -> Shelf.load(shelf, 0).waiting() == 2);
      second.cancel();
      assertThat(Shelf.failure(cancelled)).isEqualTo(ErrorCode.CANCELLED);
      assertThat(Shelf.load(shelf, 0).waiting()).isEqualTo(1);
      first.cancel();
      assertThat(Shelf.failure(running)).isEqualTo(ErrorCode.CANCELLED);
      assertThat(third.get()).containsExactly(5, 6, 7, 8);
    }
  }

  @Test
  void aShelfThatClosesEndsWhatDoesNotEndByItself() throws Exception {
    ModelConfig one = Configs.concurrency(Configs.timeout(loop, LONG), 1);
    ModelShelf shelf = Shelf.open(folder, one);
    ServedModel model = Shelf.find(shelf, "loop");
    FutureTask<float[]> running = call(model, Shelf.ENDLESS, new Cancellation(), 1, 2, 3, 4);
    Shelf.await(() -> Shelf.load(shelf, 0).running() == 1);
    FutureTask<float[]> waiting = call(model, 1, new Cancellation(), 1, 2, 3, 4);
    Shelf.await(() -> Shelf.load(shelf, 0).waiting() == 1);
    shelf.close(Duration.ofMillis(20));
    assertThat(Shelf.failure(running)).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
    assertThat(Shelf.failure(waiting)).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
    assertThat(shelf.ready()).isFalse();
    assertThat(Shelf.failure(call(model, 1, new Cancellation(), 1, 2, 3, 4)))
        .isEqualTo(ErrorCode.VAULT_UNREACHABLE);
  }

  @Test
  void aShelfThatClosesLetsEndWhatBegan() throws Exception {
    ModelConfig one = Configs.concurrency(Configs.timeout(loop, LONG), 1);
    ModelShelf shelf = Shelf.open(folder, one);
    ServedModel model = Shelf.find(shelf, "loop");
    Cancellation first = new Cancellation();
    FutureTask<float[]> running = call(model, Shelf.ENDLESS, first, 1, 2, 3, 4);
    Shelf.await(() -> Shelf.load(shelf, 0).running() == 1);
    FutureTask<float[]> waiting = call(model, 1, new Cancellation(), 1, 2, 3, 4);
    Shelf.await(() -> Shelf.load(shelf, 0).waiting() == 1);
    FutureTask<Void> closing =
        Shelf.start(
            () -> {
              shelf.close(LONG);
              return null;
            });
    Shelf.await(() -> shelf.status().isEmpty());
    first.cancel();
    assertThat(waiting.get()).containsExactly(1, 2, 3, 4);
    assertThat(Shelf.failure(running)).isEqualTo(ErrorCode.CANCELLED);
    closing.get();
  }
}
