package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelShelfTest {
  @TempDir Path folder;

  private ModelShelf open(ModelConfig... configs) {
    return ModelShelf.open(
        List.of(configs), new OpenGate(), ShelfOptions.of(folder.resolve("state")));
  }

  @Test
  void answersFromBuffersOfEverySort() throws Exception {
    Vendor vendor = new Vendor(folder);
    try (ModelShelf shelf = open(vendor.add("add", 1, 1))) {
      ServedModel model = shelf.find("add", OptionalLong.empty());
      float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
      ByteBuffer crooked = ByteBuffer.allocateDirect(33).position(1);
      crooked.put(Floats.heap(values)).position(1);
      ByteBuffer within = ByteBuffer.allocateDirect(64).put(16, Floats.heap(values), 0, 32);
      List<ByteBuffer> sorts =
          List.of(
              Floats.direct(values),
              Floats.heap(values),
              Floats.heap(values).asReadOnlyBuffer(),
              crooked,
              within.position(16).limit(48));
      for (ByteBuffer sort : sorts) {
        int position = sort.position();
        try (Answer answer = model.run(Floats.request(sort))) {
          assertThat(answer.version()).isEqualTo(1);
          assertThat(answer.outputs()).hasSize(1);
          assertThat(answer.outputs().get(0).shape()).containsExactly(2, 4);
          assertThat(Floats.read(answer.outputs().get(0))).isEqualTo(Floats.plus(values, 1));
        }
        assertThat(sort.position()).isEqualTo(position);
      }
    }
  }

  @Test
  void answersSixteenThreadsEachWithItsOwn() throws Exception {
    Vendor vendor = new Vendor(folder);
    ModelConfig config = Configs.queue(vendor.add("add", 3, 1), 64);
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    try (ModelShelf shelf = open(config)) {
      ServedModel model = shelf.find("add", OptionalLong.empty());
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<Void>> results = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        Random random = new Random(seed + t);
        Callable<Void> caller =
            () -> {
              for (int i = 0; i < 300; i++) {
                // Small ones are copied, large ones come in pooled memory.
                float[] values = Floats.random(random, random.nextInt(300));
                assertThat(Floats.run(model, values)).isEqualTo(Floats.plus(values, 3));
              }
              return null;
            };
        results.add(threads.submit(caller));
      }
      for (Future<Void> result : results) {
        result.get();
      }
      threads.shutdown();
      ModelStatus.Load load = shelf.status().get(0).load();
      assertThat(load.served()).isEqualTo(16 * 300);
      assertThat(load.running()).isZero();
      assertThat(load.waiting()).isZero();
    }
  }

  @Test
  void refusesWhatTheModelDoesNotTake() throws Exception {
    Vendor vendor = new Vendor(folder);
    try (ModelShelf shelf = open(vendor.add("add", 1, 1))) {
      ServedModel model = shelf.find("add", OptionalLong.empty());
      ByteBuffer data = Floats.direct(1, 2, 3, 4);
      Tensor good = new Tensor("x", ElementType.FP32, new long[] {1, 4}, data);
      Cancellation none = new Cancellation();
      List<Request> bad =
          List.of(
              Request.of(List.of()),
              Request.of(List.of(good, good)),
              Request.of(List.of(new Tensor("z", ElementType.FP32, new long[] {1, 4}, data))),
              Request.of(List.of(new Tensor("x", ElementType.INT32, new long[] {1, 4}, data))),
              Request.of(List.of(new Tensor("x", ElementType.FP32, new long[] {4}, data))),
              Request.of(List.of(new Tensor("x", ElementType.FP32, new long[] {2, 2}, data))),
              new Request(List.of(good), List.of("z"), none),
              new Request(List.of(good), List.of("y", "y"), none));
      for (Request request : bad) {
        assertThatThrownBy(() -> model.run(request))
            .isInstanceOfSatisfying(
                BrigandineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
      }
      assertThat(shelf.status().get(0).load().refused()).isEqualTo(bad.size());
      assertThat(Floats.run(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
    }
  }
}
