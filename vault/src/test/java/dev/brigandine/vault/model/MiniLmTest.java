package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model with all its armor: what is put together answers as what runs alone. */
class MiniLmTest {
  @TempDir Path folder;

  @Test
  void answersTogetherAsAlone() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path model = TinyModels.miniLm(folder.resolve("minilm.onnx"));
    Path bundle = vendor.protect(model, 1, ProtectOptions.Armor.FULL);
    Path licence = vendor.license(bundle);
    ModelConfig together =
        Configs.batching(
            Configs.queue(Configs.concurrency(vendor.config("together", bundle, licence), 1), 100),
            16,
            Duration.ofMillis(5));
    try (ModelShelf shelf = Shelf.open(folder, vendor.config("alone", bundle, licence), together)) {
      assertThat(shelf.ready()).isTrue();
      assertThat(shelf.status().get(1).batching())
          .hasValueSatisfying(line -> assertThat(line).startsWith("up to 16 rows"));
      List<FutureTask<Void>> callers = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(t);
        callers.add(
            Shelf.start(
                () -> {
                  for (int i = 0; i < 6; i++) {
                    Request request = sentences(random);
                    try (Answer one = Shelf.find(shelf, "alone").run(request);
                        Answer other = Shelf.find(shelf, "together").run(request)) {
                      Tensor expected = one.outputs().get(0);
                      Tensor actual = other.outputs().get(0);
                      assertThat(actual.shape()).isEqualTo(expected.shape());
                      assertThat(Likeness.difference(expected, actual)).isZero();
                    }
                  }
                  return null;
                }));
      }
      for (FutureTask<Void> caller : callers) {
        caller.get();
      }
      assertThat(Shelf.load(shelf, 1).batches()).isPositive();
    }
  }

  private static Request sentences(Random random) {
    int rows = 1 + random.nextInt(2);
    int tokens = 8 * (1 + random.nextInt(2));
    return Request.of(
        List.of(
            longs("input_ids", rows, tokens, random, 20_000),
            longs("attention_mask", rows, tokens, random, 2),
            longs("token_type_ids", rows, tokens, random, 1)));
  }

  private static Tensor longs(String name, int rows, int tokens, Random random, int bound) {
    ByteBuffer data = ByteBuffer.allocateDirect(rows * tokens * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows * tokens; i++) {
      data.putLong(i % tokens == 0 ? 1 : random.nextInt(bound));
    }
    return new Tensor(name, ElementType.INT64, new long[] {rows, tokens}, data.flip());
  }
}
