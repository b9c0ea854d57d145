package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.TinyModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same answers by way of the socket as in this process. */
@Timeout(120)
class LocalFrontTest {
  @TempDir Path folder;

  @Test
  void aRunThroughTheSocketAnswersAsOneInProcess() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      assertThat(sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
      assertThat(sum(model, 5, 6, 7, 8)).containsExactly(6, 7, 8, 9);
    }
  }

  @ParameterizedTest
  @CsvSource({"NONE", "REWRITE", "FULL"})
  void whatIsToldOfTheModelIsWhatIsToldInProcess(ProtectOptions.Armor armor) throws IOException {
    Path model = TinyModels.add(folder.resolve("m.onnx"), 1);
    try (LocalVault vault = new LocalVault(folder, model, Duration.ofSeconds(5), armor);
        ProtectedModel there = vault.connect()) {
      ProtectedModel here = vault.inProcess;
      // An armored graph has lost its symbols, which the bundle's interface knows: the vault tells
      // of those, ONNX Runtime in process does not.
      String lost = "dimNames=\\[[^]]*]";
      String left = armor == ProtectOptions.Armor.NONE ? "$0" : "";
      assertThat(there.getInputInfo().toString().replaceAll(lost, left))
          .isEqualTo(here.getInputInfo().toString().replaceAll(lost, left));
      assertThat(there.getOutputInfo().toString().replaceAll(lost, left))
          .isEqualTo(here.getOutputInfo().toString().replaceAll(lost, left));
      assertThat(there.getInputNames()).isEqualTo(here.getInputNames());
      assertThat(there.getOutputNames()).isEqualTo(here.getOutputNames());
      assertThat(there.getNumInputs()).isEqualTo(here.getNumInputs());
      assertThat(there.getNumOutputs()).isEqualTo(here.getNumOutputs());
      assertThat(there.inputs()).isEqualTo(here.inputs());
      assertThat(there.outputs()).isEqualTo(here.outputs());
      assertThat(there.manifest()).isEqualTo(here.manifest());
      assertThat(there.signer()).isEqualTo(here.signer());
      assertThat(there.license().jwt()).isEqualTo(here.license().jwt());
      assertThat(there.hasFeature("x")).isEqualTo(here.hasFeature("x"));
      assertThat(there.toString()).isEqualTo(here.toString());
    }
  }

  @Test
  void theGraphsMetadataIsNotTold() throws IOException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      assertThat(model.getMetadata().getCustomMetadata()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, FLOAT",
    "DOUBLE, DOUBLE",
    "INT8, INT8",
    "UINT8, UINT8",
    "INT16, INT16",
    "INT32, INT32",
    "INT64, INT64",
    "BOOL, BOOL",
    "FLOAT16, FLOAT16",
    "BFLOAT16, BFLOAT16"
  })
  void everyElementTypeGoesThrough(TensorProto.DataType onnx, OnnxJavaType java)
      throws IOException, OrtException {
    Path file = LocalModels.identity(folder.resolve("m.onnx"), onnx);
    try (LocalVault vault = new LocalVault(folder, file, Duration.ofSeconds(5));
        ProtectedModel model = vault.connect()) {
      ByteBuffer data = direct(6 * java.size);
      for (int i = 0; i < data.capacity(); i++) {
        data.put(i, (byte) (java == OnnxJavaType.BOOL ? i % 2 : i));
      }
      try (OnnxTensor x = OnnxTensor.createTensor(environment(), data, new long[] {2, 3}, java);
          ProtectedModel.Result there = model.run(Map.of("x", x));
          ProtectedModel.Result here = vault.inProcess.run(Map.of("x", x))) {
        OnnxTensor got = (OnnxTensor) there.get(0);
        OnnxTensor wanted = (OnnxTensor) here.get(0);
        assertThat(got.getInfo().toString()).isEqualTo(wanted.getInfo().toString());
        assertThat(got.getByteBuffer()).isEqualTo(wanted.getByteBuffer());
        assertThat(got.getValue()).isEqualTo(wanted.getValue());
      }
      // Nothing at all is a tensor too.
      try (OnnxTensor x =
              OnnxTensor.createTensor(environment(), direct(0), new long[] {0, 3}, java);
          ProtectedModel.Result there = model.run(Map.of("x", x))) {
        assertThat(((OnnxTensor) there.get(0)).getInfo().getShape()).containsExactly(0, 3);
      }
    }
  }

  @Test
  void stringsGoThrough() throws IOException, OrtException {
    Path file = TinyModels.strings(folder.resolve("m.onnx"));
    try (LocalVault vault = new LocalVault(folder, file, Duration.ofSeconds(5));
        ProtectedModel model = vault.connect();
        OnnxTensor x =
            OnnxTensor.createTensor(
                environment(), new String[][] {{"", "ä", "日本", "x".repeat(100_000)}});
        ProtectedModel.Result result = model.run(Map.of("x", x))) {
      assertThat((String[][]) result.get(0).getValue()).isDeepEqualTo((String[][]) x.getValue());
    }
  }

  @Test
  void inputsOfEveryMakeArriveAsTheyAre() throws IOException, OrtException {
    Path file = LocalModels.identity(folder.resolve("m.onnx"), TensorProto.DataType.INT64);
    long[][] wanted = {{1, 2}, {3, Long.MIN_VALUE}};
    LongBuffer heap = LongBuffer.wrap(new long[] {1, 2, 3, Long.MIN_VALUE});
    LongBuffer own = direct(32).asLongBuffer().put(heap.duplicate()).flip();
    LongBuffer within = direct(64).asLongBuffer();
    within.position(3).put(heap.duplicate()).position(3).limit(7);
    ByteBuffer bytes = direct(32);
    bytes.asLongBuffer().put(heap.duplicate());
    long[] shape = {2, 2};
    try (LocalVault vault = new LocalVault(folder, file, Duration.ofSeconds(5));
        ProtectedModel model = vault.connect()) {
      List<OnnxTensor> all = new ArrayList<>();
      all.add(OnnxTensor.createTensor(environment(), wanted));
      all.add(OnnxTensor.createTensor(environment(), heap, shape));
      all.add(OnnxTensor.createTensor(environment(), own, shape));
      all.add(OnnxTensor.createTensor(environment(), within, shape));
      all.add(OnnxTensor.createTensor(environment(), bytes, shape, OnnxJavaType.INT64));
      ProtectedModel.Result engines = vault.inProcess.run(Map.of("x", all.get(0)));
      all.add((OnnxTensor) engines.get(0));
      // What the application does with its buffers afterwards does not move the tensor.
      own.position(2);
      within.clear();
      bytes.position(7).limit(9);
      for (OnnxTensor x : all) {
        try (x;
            ProtectedModel.Result result = model.run(Map.of("x", x))) {
          assertThat((long[][]) result.get(0).getValue()).isDeepEqualTo(wanted);
        }
      }
    }
  }

  @Test
  void outputsAreThoseAskedForInThatOrder() throws IOException, OrtException {
    try (LocalVault vault = spread();
        ProtectedModel model = vault.connect();
        OnnxTensor value = floats(5);
        OnnxTensor shape = longs(2, 3)) {
      Map<String, OnnxTensor> inputs = Map.of("value", value, "shape", shape);
      try (ProtectedModel.Result result =
          model.run(inputs, new LinkedHashSet<>(List.of("big", "small")))) {
        assertThat(result.iterator().next().getKey()).isEqualTo("big");
        assertThat(result.size()).isEqualTo(2);
        assertThat(((OnnxTensor) result.get(0)).getInfo().getShape()).containsExactly(2, 3);
        assertThat(result.get("small")).isPresent();
      }
      try (ProtectedModel.Result result = model.run(inputs, Set.of("small"))) {
        assertThat(result.size()).isEqualTo(1);
        assertThat((float[]) result.get(0).getValue()).containsExactly(5);
      }
    }
  }

  @Test
  void pinnedOutputsAreWrittenInto() throws IOException, OrtException {
    FloatBuffer mine = direct(24).asFloatBuffer();
    try (LocalVault vault = spread();
        ProtectedModel model = vault.connect();
        OnnxTensor value = floats(5);
        OnnxTensor shape = longs(2, 3);
        OnnxTensor pin = OnnxTensor.createTensor(environment(), mine, new long[] {2, 3});
        OnnxTensor copied =
            OnnxTensor.createTensor(
                environment(), FloatBuffer.wrap(new float[6]), new long[] {2, 3});
        OnnxTensor other = OnnxTensor.createTensor(environment(), new float[3][2]);
        OnnxTensor array = OnnxTensor.createTensor(environment(), new float[2][3])) {
      Map<String, OnnxTensor> inputs = Map.of("value", value, "shape", shape);
      ProtectedModel.Result engines = vault.inProcess.run(inputs, Set.of("big"));
      try (ProtectedModel.Result result = model.run(inputs, Set.of("small"), Map.of("big", pin))) {
        assertThat(result.get(1)).isSameAs(pin);
        assertThat(result.isResultOwner(0)).isTrue();
        assertThat(result.isResultOwner(1)).isFalse();
      }
      assertThat(mine.get(5)).isEqualTo(5);
      model.run(inputs, Map.of("big", copied)).close();
      assertThat(((float[][]) copied.getValue())[1]).containsExactly(5, 5, 5);
      assertThatThrownBy(() -> model.run(inputs, Map.of("big", other)).close())
          .hasMessageContaining("'big'")
          .extracting("code")
          .isEqualTo(ErrorCode.BAD_INPUT);
      model.run(inputs, Map.of("big", array)).close();
      assertThat(((float[][]) array.getValue())[1]).containsExactly(5, 5, 5);
      assertThatThrownBy(() -> model.run(inputs, Map.of("big", engines.get(0))).close())
          .hasMessageContaining("cannot be written")
          .extracting("code")
          .isEqualTo(ErrorCode.BAD_INPUT);
      engines.close();
    }
  }

  @Test
  void theRegionGrowsWithInputsAndAnswersUpToTheLimit() throws IOException, OrtException {
    try (LocalVault vault = spread();
        ProtectedModel model = vault.connect();
        OnnxTensor value = floats(5)) {
      for (long rows : new long[] {10, 300_000, 10, 2_000_000}) {
        try (OnnxTensor shape = longs(rows, 4);
            ProtectedModel.Result result =
                model.run(Map.of("value", value, "shape", shape), Set.of("big"))) {
          FloatBuffer big = ((OnnxTensor) result.get(0)).getFloatBuffer();
          assertThat(big.remaining()).isEqualTo((int) rows * 4);
          assertThat(big.get(0)).isEqualTo(5);
          assertThat(big.get(big.remaining() - 1)).isEqualTo(5);
        }
      }
      try (OnnxTensor shape = longs(10_000_000, 4)) {
        assertThatThrownBy(
                () -> model.run(Map.of("value", value, "shape", shape), Set.of("big")).close())
            .extracting("code")
            .isEqualTo(ErrorCode.TOO_LARGE);
      }
      try (OnnxTensor shape = longs(1, 4);
          ProtectedModel.Result result =
              model.run(Map.of("value", value, "shape", shape), Set.of("big"))) {
        assertThat(result.size()).isEqualTo(1);
      }
    }
  }

  @Test
  void largeInputsArriveWhole() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      for (int size : new int[] {4, 4 << 10, 1 << 20, 8 << 20, 400}) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
          x[i] = i % 1000;
        }
        FloatBuffer onHeap = FloatBuffer.wrap(x);
        ByteBuffer direct = direct(size * 4);
        direct.asFloatBuffer().put(x);
        long[] shape = {size / 4, 4};
        try (OnnxTensor one = OnnxTensor.createTensor(environment(), onHeap, shape);
            OnnxTensor two =
                OnnxTensor.createTensor(environment(), direct, shape, OnnxJavaType.FLOAT);
            OnnxTensor three = OnnxTensor.createTensor(environment(), one.getValue())) {
          for (OnnxTensor tensor : List.of(one, two, three)) {
            try (ProtectedModel.Result result = model.run(Map.of("x", tensor))) {
              FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
              for (int i = 0; i < size; i++) {
                if (y.get(i) != x[i] + 1) {
                  throw new AssertionError("at " + i + " of " + size);
                }
              }
            }
          }
        }
      }
      try (OnnxTensor tensor =
          OnnxTensor.createTensor(
              environment(), direct(80 << 20), new long[] {5 << 20, 4}, OnnxJavaType.FLOAT)) {
        assertThatThrownBy(() -> model.run(Map.of("x", tensor)).close())
            .hasMessageContaining(Long.toString(LocalVault.MAX_BYTES))
            .extracting("code")
            .isEqualTo(ErrorCode.TOO_LARGE);
      }
      assertThat(sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
    }
  }

  @Test
  void wrongInputsAreRefusedAsInProcess() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel there = vault.connect();
        OnnxTensor wrong = OnnxTensor.createTensor(environment(), new float[1][5]);
        OnnxTensor x = OnnxTensor.createTensor(environment(), new float[1][4])) {
      List<Map<String, OnnxTensor>> all =
          List.of(Map.of("x", wrong), Map.of("z", x), Map.of(), Map.of("x", x, "z", x));
      for (Map<String, OnnxTensor> inputs : all) {
        assertThat(refusal(there, inputs)).isEqualTo(refusal(vault.inProcess, inputs));
      }
    }
  }

  private static String refusal(ProtectedModel model, Map<String, OnnxTensor> inputs) {
    try (ProtectedModel.Result result = model.run(inputs)) {
      throw new AssertionError("it ran: " + result);
    } catch (BrigandineException e) {
      return e.code() + " " + e.getMessage() + " " + e.hint();
    }
  }

  @Test
  void sixteenThreadsEachGetTheirOwnAnswer() throws Exception {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int mine = t * 1_000;
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 200; i++) {
                      float v = mine + i;
                      assertThat(sum(model, v, v, v, v))
                          .containsExactly(v + 1, v + 1, v + 1, v + 1);
                    }
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(vault.front.connections()).isBetween(1, 16);
    }
  }

  @Test
  void anInterruptedThreadRunsAndStaysInterrupted() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      Thread.currentThread().interrupt();
      assertThat(sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private LocalVault spread() throws IOException {
    return new LocalVault(
        folder, LocalModels.spread(folder.resolve("m.onnx")), Duration.ofSeconds(5));
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  private static OnnxTensor floats(float... values) throws OrtException {
    return OnnxTensor.createTensor(environment(), values);
  }

  private static OnnxTensor longs(long... values) throws OrtException {
    return OnnxTensor.createTensor(environment(), values);
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  static float[] sum(ProtectedModel model, float... x) throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment(), FloatBuffer.wrap(x), new long[] {x.length / 4, 4});
        ProtectedModel.Result result = model.run(Map.of("x", tensor))) {
      float[] y = new float[x.length];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(y);
      return y;
    }
  }
}
