package dev.brigandine.vault.grpc;

import static dev.brigandine.vault.grpc.GrpcBed.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferRequest.InferInputTensor;
import inference.GrpcPredictV2.ModelInferResponse;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors in both forms, both ways. */
class ContentsTest {
  private static final AtomicReference<List<Tensor>> seen = new AtomicReference<>();
  private static GrpcBed bed;

  @BeforeAll
  static void start() {
    bed = new GrpcBed();
    bed.models.serve(
        "seen",
        request -> {
          seen.set(
              request.inputs().stream()
                  .map(it -> new Tensor(it.name(), it.type(), it.shape(), copy(it.data())))
                  .toList());
          return request.inputs();
        });
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  private static ByteBuffer copy(ByteBuffer data) {
    ByteBuffer copy = ByteBuffer.allocate(data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    return copy.put(data.duplicate()).flip();
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void rawContentsArriveAndReturnByteForByte(ElementType type) {
    ByteString data =
        type == ElementType.BYTES
            ? strings("", "ab", "grün", "x".repeat(300), "", "6")
            : random(6 * type.size(), type == ElementType.BOOL);
    ModelInferRequest request =
        request(type, data, 2, 3)
            .addInputs(tensor("second", type, 0))
            .addRawInputContents(ByteString.EMPTY)
            .build();
    ModelInferResponse answer = bed.stub().modelInfer(request);
    assertThat(seen.get().get(0).data()).isEqualTo(data.asReadOnlyByteBuffer());
    assertThat(seen.get().get(0).shape()).containsExactly(2, 3);
    assertThat(seen.get().get(1).elements()).isZero();
    assertThat(answer.getRawOutputContentsList()).containsExactly(data, ByteString.EMPTY);
    assertThat(answer.getOutputs(0).getDatatype()).isEqualTo(type.protocolName());
    assertThat(answer.getOutputs(0).getShapeList()).containsExactly(2L, 3L);
    assertThat(answer.getOutputs(0).hasContents()).isFalse();
  }

  static Stream<InferTensorContents> typed() {
    return Stream.of(
        InferTensorContents.newBuilder()
            .addAllBoolContents(List.of(true, false, true, true, false, false))
            .build(),
        InferTensorContents.newBuilder()
            .addAllInt64Contents(List.of(Long.MIN_VALUE, -1L, 0L, 1L, 1L << 40, Long.MAX_VALUE))
            .build(),
        InferTensorContents.newBuilder()
            .addAllFp32Contents(
                List.of(-0f, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY, 3f, 4f))
            .build(),
        InferTensorContents.newBuilder()
            .addAllFp64Contents(List.of(-0d, Double.NaN, Double.MIN_VALUE, 1e300, 3d, 4d))
            .build(),
        InferTensorContents.newBuilder()
            .addAllBytesContents(
                Stream.of("", "a", "grün", "x".repeat(300), "", "\0")
                    .map(ByteString::copyFromUtf8)
                    .toList())
            .build());
  }

  @ParameterizedTest
  @MethodSource
  void typed(InferTensorContents contents) {
    ElementType type =
        contents.getBoolContentsCount() > 0
            ? ElementType.BOOL
            : contents.getInt64ContentsCount() > 0
                ? ElementType.INT64
                : contents.getFp32ContentsCount() > 0
                    ? ElementType.FP32
                    : contents.getFp64ContentsCount() > 0 ? ElementType.FP64 : ElementType.BYTES;
    ModelInferResponse answer = bed.stub().modelInfer(typed(type, contents, 2, 3));
    assertThat(answer.getOutputs(0).getContents()).isEqualTo(contents);
    assertThat(answer.getRawOutputContentsCount()).isZero();
    if (type == ElementType.BYTES) {
      assertThat(ByteString.copyFrom(seen.get().get(0).data()))
          .isEqualTo(strings("", "a", "grün", "x".repeat(300), "", "\0"));
    }
    if (type == ElementType.INT64) {
      assertThat(seen.get().get(0).data().getLong(8 * 4)).isEqualTo(1L << 40);
    }
    if (type == ElementType.FP64) {
      assertThat(seen.get().get(0).data().getDouble(8 * 3)).isEqualTo(1e300);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16", "INT32", "UINT8"})
  void integersUpToTheirBoundsAndNoFurther(ElementType type) {
    boolean unsigned = type == ElementType.UINT8;
    int bits = 8 * type.size();
    int least = unsigned ? 0 : (int) -(1L << bits - 1);
    int most = unsigned ? 255 : (int) ((1L << bits - 1) - 1);
    InferTensorContents fits = integers(unsigned, least, most, 1);
    assertThat(bed.stub().modelInfer(typed(type, fits, 3)).getOutputs(0).getContents())
        .isEqualTo(fits);
    if (type != ElementType.INT32) {
      badInput(typed(type, integers(unsigned, most + 1), 1));
      badInput(typed(type, integers(unsigned, least - 1), 1));
    }
  }

  private static InferTensorContents integers(boolean unsigned, int... values) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (int value : values) {
      if (unsigned) {
        contents.addUintContents(value);
      } else {
        contents.addIntContents(value);
      }
    }
    return contents.build();
  }

  @ParameterizedTest
  @EnumSource(names = {"FP16", "BF16"})
  void halfFloatsGoRawOnly(ElementType type) {
    badInput(typed(type, InferTensorContents.getDefaultInstance(), 0));
    badInput(typed(type, InferTensorContents.newBuilder().addFp32Contents(1).build(), 1));
    bed.models.serve(
        "half",
        request ->
            List.of(
                new Tensor("h", type, new long[] {1}, ByteBuffer.wrap(new byte[] {1, 2})),
                request.inputs().get(0)));
    InferTensorContents one = InferTensorContents.newBuilder().addFp32Contents(1).build();
    ModelInferResponse answer =
        bed.stub()
            .modelInfer(typed(ElementType.FP32, one, 1).toBuilder().setModelName("half").build());
    assertThat(answer.getRawOutputContents(0).toByteArray()).containsExactly(1, 2);
    assertThat(answer.getRawOutputContentsCount()).isEqualTo(2);
    assertThat(answer.getOutputs(1).hasContents()).isFalse();
  }

  @Test
  void contentsThatDisagreeAreRefused() {
    InferTensorContents one = InferTensorContents.newBuilder().addFp32Contents(1).build();
    badInput(typed(ElementType.FP32, one, 2));
    badInput(typed(ElementType.FP64, one, 1));
    badInput(typed(ElementType.INT32, one, 1));
    badInput(typed(ElementType.BYTES, one, 1));
    badInput(typed(ElementType.FP32, one, -1));
    badInput(typed(ElementType.FP32, one, Long.MAX_VALUE, 4));
    badInput(typed(ElementType.FP32, one, 1L << 32, 1L << 32));
    badInput(typed(ElementType.FP32, one.toBuilder().addIntContents(1).build(), 1));
    badInput(
        typed(
            ElementType.BYTES,
            InferTensorContents.newBuilder().addBytesContents(ByteString.EMPTY).build(),
            2));
    badInput(request(ElementType.FP32, random(8, false), 3).build());
    badInput(
        request(ElementType.FP32, random(8, false), 2)
            .addInputs(tensor("y", ElementType.FP32))
            .build());
    badInput(
        request(ElementType.FP32, random(8, false), 2)
            .setInputs(0, tensor("x", ElementType.FP32, 2).setContents(one))
            .build());
    badInput(
        request(ElementType.FP32, random(8, false), 2)
            .setInputs(0, tensor("x", ElementType.FP32, 2).setDatatype("UINT64"))
            .build());
    InferInputTensor.Builder deep = tensor("x", ElementType.FP32);
    for (int i = 0; i < 65; i++) {
      deep.addShape(1);
    }
    badInput(request(ElementType.FP32, random(4, false), 1).setInputs(0, deep).build());
    ModelInferRequest.Builder many = ModelInferRequest.newBuilder().setModelName("seen");
    for (int i = 0; i < 1025; i++) {
      many.addInputs(InferInputTensor.getDefaultInstance());
    }
    badInput(many.build());
    bed.lives();
  }

  private static void badInput(ModelInferRequest request) {
    refused(Status.Code.INVALID_ARGUMENT, "bad-input", () -> bed.stub().modelInfer(request));
  }

  private static ModelInferRequest typed(
      ElementType type, InferTensorContents contents, long... shape) {
    return ModelInferRequest.newBuilder()
        .setModelName("seen")
        .addInputs(tensor("x", type, shape).setContents(contents))
        .build();
  }

  private static ModelInferRequest.Builder request(
      ElementType type, ByteString data, long... shape) {
    return ModelInferRequest.newBuilder()
        .setModelName("seen")
        .addInputs(tensor("x", type, shape))
        .addRawInputContents(data);
  }

  private static InferInputTensor.Builder tensor(String name, ElementType type, long... shape) {
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName(name).setDatatype(type.protocolName());
    for (long axis : shape) {
      tensor.addShape(axis);
    }
    return tensor;
  }

  private static ByteString random(int length, boolean bits) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (int i = 0; bits && i < length; i++) {
      bytes[i] &= 1;
    }
    return ByteString.copyFrom(bytes);
  }

  private static ByteString strings(String... texts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String text : texts) {
      ByteString bytes = ByteString.copyFromUtf8(text);
      out.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.size()).array());
      out.writeBytes(bytes.toByteArray());
    }
    return ByteString.copyFrom(out.toByteArray());
  }
}
