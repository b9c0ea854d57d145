package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers are right wherever their memory comes from. */
class OutputsTest {
  /** So that an answer of floats is large enough to be written in place. */
  private static final int ROWS = 200;

  @TempDir Path folder;
  private Vendor vendor;

  @BeforeEach
  void vendor() throws Exception {
    vendor = new Vendor(folder);
  }

  @Test
  void aLargeAnswerOfATellableShapeIsOutsideTheHeapAndItsMemoryIsUsedAgain() throws Exception {
    try (ModelShelf shelf = Shelf.open(folder, vendor.add("add", 1, 1))) {
      ServedModel model = Shelf.find(shelf, "add");
      float[] values = Floats.random(new Random(1), ROWS);
      Answer first = model.run(Floats.request(values));
      assertThat(first.outputs().get(0).data().isDirect()).isTrue();
      Answer second = model.run(Floats.request(Floats.plus(values, 1)));
      // The first is not closed yet: nobody writes into it.
      assertThat(Floats.read(first.outputs().get(0))).isEqualTo(Floats.plus(values, 1));
      assertThat(Floats.read(second.outputs().get(0)))
          .isEqualTo(Floats.plus(Floats.plus(values, 1), 1));
      first.close();
      first.close();
      second.close();
      assertThatThrownBy(first::outputs).isInstanceOf(IllegalStateException.class);
      try (Answer third = model.run(Floats.request(values));
          Answer fourth = model.run(Floats.request(Floats.plus(values, 5)))) {
        assertThat(Floats.read(third.outputs().get(0))).isEqualTo(Floats.plus(values, 1));
        assertThat(Floats.read(fourth.outputs().get(0)))
            .isEqualTo(Floats.plus(Floats.plus(values, 5), 1));
      }
    }
  }

  @Test
  void aDeclaredShapeThatIsALieChangesNoAnswer() throws Exception {
    // Says batch rows, makes twice as many.
    ModelConfig config = Graphs.seal(vendor, folder, "twice", Graphs.twice("batch"));
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "twice");
      for (int i = 0; i < 8; i++) {
        float[] values = Floats.random(new Random(i), ROWS + i);
        float[] answer = Floats.run(model, values);
        assertThat(answer).hasSize(2 * values.length).startsWith(values).endsWith(values);
      }
    }
  }

  @Test
  void aShapeThatIsLearnedServesUntilItTurnsOutOtherwise() throws Exception {
    // One row for each number that is not zero: until zeros come, just as many as numbers.
    ModelConfig config =
        Graphs.seal(vendor, folder, "odd", Graphs.one("NonZero", Graphs.INT64, "2", "?"));
    ModelConfig same =
        Graphs.seal(vendor, folder, "same", Graphs.one("Identity", Graphs.FLOAT, "?", "?"));
    try (ModelShelf shelf = Shelf.open(folder, config, same)) {
      ServedModel odd = Shelf.find(shelf, "odd");
      ServedModel identity = Shelf.find(shelf, "same");
      for (int i = 0; i < 40; i++) {
        float[] values = Floats.random(new Random(i), ROWS + (i < 10 ? 0 : i));
        Arrays.fill(values, 0, i % 7 == 6 ? i : 0, 0);
        int zeros = i % 7 == 6 ? i : 0;
        for (int v = zeros; v < values.length; v++) {
          values[v] += 1;
        }
        try (Answer answer = odd.run(Floats.request(values))) {
          Tensor found = answer.outputs().get(0);
          assertThat(found.shape()).containsExactly(2, values.length - zeros);
          ByteBuffer data = found.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
          for (int n = zeros; n < values.length; n++) {
            assertThat(data.getLong()).isEqualTo(n / 4);
          }
          for (int n = zeros; n < values.length; n++) {
            assertThat(data.getLong()).isEqualTo(n % 4);
          }
        }
        try (Answer answer = identity.run(Floats.request(values))) {
          assertThat(Floats.read(answer.outputs().get(0))).isEqualTo(values);
          if (i > 20) {
            assertThat(answer.outputs().get(0).data().isDirect()).isTrue();
          }
        }
      }
    }
  }

  @Test
  void stringsComeAndGo() throws Exception {
    Path model = TinyModels.strings(folder.resolve("strings.onnx"));
    Path bundle = vendor.protect(model, 1, ProtectOptions.Armor.NONE);
    try (ModelShelf shelf =
        Shelf.open(folder, vendor.config("strings", bundle, vendor.license(bundle)))) {
      ServedModel strings = Shelf.find(shelf, "strings");
      ByteBuffer data = strings("", "plain", "größer", "日本 🦊", "a\nb", "x\u0000y", "7", "8");
      Tensor tensor = new Tensor("x", ElementType.BYTES, new long[] {2, 4}, data);
      try (Answer answer = strings.run(Request.of(List.of(tensor)))) {
        Tensor output = answer.outputs().get(0);
        assertThat(output.type()).isEqualTo(ElementType.BYTES);
        assertThat(output.shape()).containsExactly(2, 4);
        assertThat(output.data()).isEqualTo(data);
      }
      List<ByteBuffer> bad =
          List.of(
              strings("1", "2", "3", "4", "5", "6", "7"),
              strings("1", "2", "3", "4", "5", "6", "7", "8", "9"),
              ByteBuffer.allocate(0),
              strings("1", "2", "3", "4", "5", "6", "7", "8").limit(30),
              strings("1", "2", "3", "4", "5", "6", "7", "8").putInt(0, -1),
              strings("1", "2", "3", "4", "5", "6", "7", "8").putInt(0, Integer.MAX_VALUE),
              strings("1", "2", "3", "4", "5", "6", "7", "8").put(4, (byte) 0xff));
      for (ByteBuffer lie : bad) {
        Tensor lying = new Tensor("x", ElementType.BYTES, new long[] {2, 4}, lie);
        assertThatThrownBy(() -> strings.run(Request.of(List.of(lying))))
            .isInstanceOfSatisfying(
                BrigandineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
      }
    }
  }

  private static ByteBuffer strings(String... strings) {
    ByteBuffer data = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    for (String string : strings) {
      byte[] text = string.getBytes(StandardCharsets.UTF_8);
      data.putInt(text.length).put(text);
    }
    return data.flip();
  }

  @Test
  void emptyTensorsAreAnsweredAndEmptyGiantsAreNot() throws Exception {
    try (ModelShelf shelf = Shelf.open(folder, vendor.add("add", 1, 1))) {
      ServedModel model = Shelf.find(shelf, "add");
      assertThat(Floats.run(model)).isEmpty();
    }
    ModelConfig any =
        Graphs.seal(vendor, folder, "any", Graphs.one("Identity", Graphs.FLOAT, "batch", "4"));
    try (ModelShelf shelf = Shelf.open(folder, any)) {
      ServedModel model = Shelf.find(shelf, "any");
      Tensor giant =
          new Tensor("x", ElementType.FP32, new long[] {1L << 40, 0}, ByteBuffer.allocateDirect(0));
      assertThatThrownBy(() -> model.run(Request.of(List.of(giant))))
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
    }
  }

  @Test
  void aBooleanThatIsNeitherIsRefused() throws Exception {
    ModelConfig config = Graphs.seal(vendor, folder, "not", Graphs.not());
    try (ModelShelf shelf = Shelf.open(folder, config)) {
      ServedModel model = Shelf.find(shelf, "not");
      Tensor good = booleans(0, 1, 1, 0);
      try (Answer answer = model.run(Request.of(List.of(good)))) {
        assertThat(answer.outputs().get(0).data())
            .isEqualTo(ByteBuffer.wrap(new byte[] {1, 0, 0, 1}));
      }
      assertThatThrownBy(() -> model.run(Request.of(List.of(booleans(0, 1, 2, 0)))))
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
    }
  }

  private static Tensor booleans(int... values) {
    ByteBuffer data = ByteBuffer.allocateDirect(values.length);
    for (int value : values) {
      data.put((byte) value);
    }
    return new Tensor("x", ElementType.BOOL, new long[] {1, values.length}, data.flip());
  }
}
