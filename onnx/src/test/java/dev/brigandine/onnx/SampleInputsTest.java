package dev.brigandine.onnx;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.INT64;
import static dev.brigandine.onnx.testing.Protos.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.brigandine.onnx.testing.Protos;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleInputsTest {
  @TempDir Path folder;

  private SampleInputs of(TestModel model) throws Exception {
    return SampleInputs.of(OnnxModel.read(model.write(folder)));
  }

  /** Samples for a model that passes its inputs on. */
  private SampleInputs of(ValueInfoProto... inputs) throws Exception {
    GraphProto.Builder graph = Protos.graph("inputs");
    for (ValueInfoProto input : inputs) {
      graph.addInput(input).addOutput(input.toBuilder().setName(input.getName() + " out"));
      graph.addNode(
          Protos.node("Identity", List.of(input.getName()), List.of(input.getName() + " out")));
    }
    return SampleInputs.of(TestBytes.read(folder, Protos.model(graph).build()));
  }

  @Test
  void tokensArePlausible() throws Exception {
    assertThat(of(TestModel.EMBEDDING).describe())
        .isEqualTo(
            """
            'input_ids': int32 [1, 16], whole numbers in [0, 50)
            'position_ids': int64 [1, 16], 0, 1, 2, ...
            'attention_mask': int64 [1, 16], all 1""");
    for (SampleTensor input : of(TestModel.EMBEDDING).draw(3)) {
      long bound =
          Map.of("input_ids", 50, "position_ids", 20, "attention_mask", 2).get(input.name());
      boolean wide = input.type().equals("int64");
      for (int i = 0; i < 16; i++) {
        long value = wide ? input.data().getLong(8 * i) : input.data().getInt(4 * i);
        assertThat(value).isBetween(0L, bound - 1);
      }
    }
  }

  @Test
  void positionsStayWithinTheirTable() throws Exception {
    SampleTensor positions = of(TestModel.EMBEDDING).draw(3, Map.of("sequence", 64L)).get(1);
    assertThat(positions.data().getLong(8 * 19)).isEqualTo(19);
    assertThat(positions.data().getLong(8 * 20)).isZero();
  }

  @Test
  void theSameSeedDrawsTheSame() throws Exception {
    SampleInputs samples = of(TestModel.MLP);
    assertThat(samples.draw(5).get(0).data()).isEqualTo(samples.draw(5).get(0).data());
    assertThat(samples.draw(5).get(0).data()).isNotEqualTo(samples.draw(6).get(0).data());
    // Fixed for ever, so that a verification can be repeated elsewhere.
    assertThat(samples.draw(5).get(0).data().getFloat(0)).isEqualTo(-0.52779424f);
  }

  @Test
  void channelsFollowTheKernel() throws Exception {
    assertThat(of(TestModel.CONVOLUTION).describe())
        .isEqualTo("'image': float32 [1, 5, 224, 224], uniform in [0, 1)");
  }

  @Test
  void sizesAreSetByKeyThenSymbolThenRole() throws Exception {
    SampleInputs samples = of(value("a", FLOAT, "batch", "seq"), value("b", FLOAT, "n", "seq", 4));
    assertThat(samples.dimensions())
        .containsExactly("a[0]", "a[1]", "b[0]", "b[1]", "batch", "n", "seq", "sequence");
    assertThat(samples.describe(Map.of("b[1]", 9L, "seq", 8L, "batch", 2L, "other", 1L)))
        .isEqualTo(
            """
            'a': float32 [2, 8], uniform in [-1, 1)
            'b': float32 [2, 9, 4], uniform in [-1, 1)""");
  }

  @Test
  void decodersStartWithoutAPast() throws Exception {
    assertThat(
            of(
                    value("input_ids", INT64, "batch_size", "sequence_length"),
                    value(
                        "attention_mask",
                        INT64,
                        "batch_size",
                        "past_sequence_length + sequence_length"),
                    value("past_key.0", FLOAT, "batch_size", 2, "past_sequence_length", 8),
                    value("use_cache_branch", Protos.BOOL, 1))
                .describe())
        .contains("'attention_mask': int64 [1, 16], all 1")
        .contains("'past_key.0': float32 [1, 2, 0, 8]")
        .contains("'use_cache_branch': bool [1], all 0");
  }

  @Test
  void soundComesWithItsRate() throws Exception {
    assertThat(
            of(
                    value("input", FLOAT, "batch", "sequence"),
                    value("sr", INT64),
                    value("state", FLOAT, 2, "?", 128))
                .describe())
        .isEqualTo(
            """
            'input': float32 [1, 512], uniform in [-1, 1)
            'sr': int64 [], all 16000
            'state': float32 [2, 1, 128], uniform in [-1, 1)""");
  }

  @Test
  void oddInputsGetSomething() throws Exception {
    ValueInfoProto unknown =
        ValueInfoProto.newBuilder()
            .setName("unknown")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT)))
            .build();
    assertThat(
            of(
                    unknown,
                    value("nothing", FLOAT, 0, 4),
                    value("words", Protos.STRING, "batch"),
                    value("text_lengths", INT64, "batch"),
                    value("half", Protos.BFLOAT16, "batch", "?"),
                    value("picture", Protos.UINT8, 1, "h", "w", 3))
                .describe())
        .isEqualTo(
            """
            'unknown': float32 [1, 16], uniform in [-1, 1)
            'nothing': float32 [0, 4], uniform in [-1, 1)
            'words': string [1], short words
            'text_lengths': int64 [1], the length of the sequence
            'half': bfloat16 [1, 16], uniform in [-1, 1)
            'picture': uint8 [1, 224, 224, 3], whole numbers in [0, 256)""");
  }

  @Test
  void whatCannotBeMadeIsSaid() {
    ValueInfoProto sequence =
        ValueInfoProto.newBuilder()
            .setName("list")
            .setType(TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder()))
            .build();
    refuses(() -> of(sequence), "'list'", "of type other");
    refuses(() -> of(value("narrow", 4, 3)), "'narrow'", "uint16");
    refuses(() -> of(value("vast", FLOAT, 100_000, 100_000)), "'vast'", "134217728 elements");
    refuses(() -> of(value("x", FLOAT, "batch")).draw(1, Map.of("batch", -1L)), "axis of size -1");
    refuses(
        () -> of(value("x", FLOAT, "a", "b")).draw(1, Map.of("a", 1L << 62, "b", 1L << 62)),
        "134217728 elements");
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
    OnnxException refusal = catchThrowableOfType(OnnxException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo("no-sample");
    for (String word : words) {
      assertThat(refusal).hasMessageContaining(word);
    }
  }

  @Test
  void halvesRoundToNearestEven() {
    assertThat(Halves.binary16(1f)).isEqualTo((short) 0x3c00);
    assertThat(Halves.binary16(-2f)).isEqualTo((short) 0xc000);
    assertThat(Halves.binary16(65504f)).isEqualTo((short) 0x7bff);
    assertThat(Halves.binary16(65520f)).isEqualTo((short) 0x7c00);
    assertThat(Halves.binary16(0x1p-24f)).isEqualTo((short) 1);
    assertThat(Halves.binary16(0x1.ffcp-15f)).isEqualTo((short) 0x0400);
    assertThat(Halves.binary16(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(Halves.binary16(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(Halves.binary16(0x1.ffep0f)).isEqualTo((short) 0x4000);
    assertThat(Halves.bfloat16(1f)).isEqualTo((short) 0x3f80);
    assertThat(Halves.bfloat16(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
    assertThat(Halves.bfloat16(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3f82);
  }
}
