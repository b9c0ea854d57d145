package dev.brigandine.vault.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whatever the bytes: refused, or read as the generated parser reads them. */
class InferRequestFuzzTest {
  @FuzzTest
  void request(byte[] data) {
    InferRequest read;
    try {
      read = InferRequestReader.read(data);
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
      return;
    }
    ModelInferRequest generated;
    try {
      generated = ModelInferRequest.parseFrom(data);
    } catch (InvalidProtocolBufferException e) {
      // Something is wrong within a parameter or an unknown field, which is passed over.
      return;
    }
    assertThat(read.model()).isEqualTo(generated.getModelName());
    assertThat(read.version()).isEqualTo(generated.getModelVersion());
    assertThat(read.id()).isEqualTo(generated.getId());
    assertThat(read.raw()).isEqualTo(generated.getRawInputContentsCount() > 0);
    assertThat(read.outputs())
        .isEqualTo(generated.getOutputsList().stream().map(it -> it.getName()).toList());
    assertThat(read.inputs()).hasSize(generated.getInputsCount());
    for (int i = 0; i < generated.getInputsCount(); i++) {
      Tensor tensor = read.inputs().get(i);
      ModelInferRequest.InferInputTensor input = generated.getInputs(i);
      assertThat(tensor.name()).isEqualTo(input.getName());
      assertThat(tensor.type().protocolName()).isEqualTo(input.getDatatype());
      assertThat(tensor.shape())
          .isEqualTo(input.getShapeList().stream().mapToLong(axis -> axis).toArray());
      assertThat(tensor.data().duplicate())
          .isEqualTo(
              read.raw()
                  ? generated.getRawInputContents(i).asReadOnlyByteBuffer()
                  : little(tensor.type(), input.getContents()));
    }
  }

  private static ByteBuffer little(ElementType type, InferTensorContents contents) {
    ByteBuffer out =
        ByteBuffer.allocate(8 * contents.getSerializedSize() + 8).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case BOOL -> contents.getBoolContentsList().forEach(it -> out.put((byte) (it ? 1 : 0)));
      case INT8 -> contents.getIntContentsList().forEach(it -> out.put(it.byteValue()));
      case INT16 -> contents.getIntContentsList().forEach(it -> out.putShort(it.shortValue()));
      case INT32 -> contents.getIntContentsList().forEach(out::putInt);
      case INT64 -> contents.getInt64ContentsList().forEach(out::putLong);
      case UINT8 -> contents.getUintContentsList().forEach(it -> out.put(it.byteValue()));
      case FP32 ->
          contents.getFp32ContentsList().forEach(it -> out.putInt(Float.floatToRawIntBits(it)));
      case FP64 ->
          contents.getFp64ContentsList().forEach(it -> out.putLong(Double.doubleToRawLongBits(it)));
      case BYTES ->
          contents
              .getBytesContentsList()
              .forEach(it -> out.putInt(it.size()).put(it.asReadOnlyByteBuffer()));
      default -> throw new AssertionError(type);
    }
    return out.flip();
  }
}
