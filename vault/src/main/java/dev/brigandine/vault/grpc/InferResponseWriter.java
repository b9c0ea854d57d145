package dev.brigandine.vault.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.grpc.wire.InferTensorContents;
import dev.brigandine.vault.grpc.wire.ModelInferResponse;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Makes a {@code ModelInferResponse} of an answer. The message reaches into the answer's buffers:
 * it must be on its way before the answer is closed.
 */
final class InferResponseWriter {
  /** Protobuf's own bound is 2 GiB; names and shapes want some of it. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 20);

  private InferResponseWriter() {}

  /**
   * @throws BrigandineException ({@link ErrorCode#TOO_LARGE}) beyond what one message can hold
   */
  static ModelInferResponse write(InferRequest request, Answer answer) {
    List<Tensor> outputs = answer.outputs();
    boolean raw = request.raw();
    long size = 0;
    for (Tensor output : outputs) {
      // These two have no typed form, and a message has one form.
      raw |= output.type() == ElementType.FP16 || output.type() == ElementType.BF16;
      size += output.data().remaining();
    }
    // A negative number of any width takes ten bytes as a varint.
    if ((raw ? size : size * 10) > MOST_BYTES) {
      throw new BrigandineException(
          ErrorCode.TOO_LARGE, "the answer has " + size + " bytes, too many for one message");
    }
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(request.model())
            .setModelVersion(Long.toString(answer.version()))
            .setId(request.id());
    for (Tensor output : outputs) {
      ModelInferResponse.InferOutputTensor.Builder tensor =
          response
              .addOutputsBuilder()
              .setName(output.name())
              .setDatatype(output.type().protocolName());
      for (long axis : output.shape()) {
        tensor.addShape(axis);
      }
      if (raw) {
        response.addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.data()));
      } else {
        tensor.setContents(typed(output));
      }
    }
    return response.build();
  }

  private static InferTensorContents typed(Tensor tensor) {
    ByteBuffer data = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    while (data.hasRemaining()) {
      switch (tensor.type()) {
        case BOOL -> contents.addBoolContents(data.get() != 0);
        case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(data.get()));
        case INT8 -> contents.addIntContents(data.get());
        case INT16 -> contents.addIntContents(data.getShort());
        case INT32 -> contents.addIntContents(data.getInt());
        case INT64 -> contents.addInt64Contents(data.getLong());
        case FP32 -> contents.addFp32Contents(data.getFloat());
        case FP64 -> contents.addFp64Contents(data.getDouble());
        case BYTES -> contents.addBytesContents(string(data));
        case FP16, BF16 -> throw new IllegalStateException("raw only");
      }
    }
    return contents.build();
  }

  private static ByteString string(ByteBuffer data) {
    int length = data.getInt();
    ByteBuffer text = data.slice(data.position(), length);
    data.position(data.position() + length);
    return UnsafeByteOperations.unsafeWrap(text);
  }
}
