package dev.brigandine.vault.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a {@code ModelInferRequest} straight into tensors that reach into its bytes. Fields it does
 * not know, and parameters, are passed over and take no memory. Not thread-safe; for one message.
 */
final class InferRequestReader {
  /** The most tensors that are taken in, and the most that may be asked for. */
  static final int MOST_TENSORS = 1024;

  private static final int STRING = 2;
  private static final int VARINT = 0;

  private final CodedInputStream in;
  private final List<Input> inputs = new ArrayList<>();
  private final List<ByteBuffer> raw = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private String model = "";
  private String version = "";
  private String id = "";

  /** An input as it was sent; {@code contents} in as many pieces as it came. */
  private record Input(String name, String type, long[] shape, List<ByteBuffer> contents) {}

  private InferRequestReader(byte[] message) {
    in = CodedInputStream.newInstance(message);
    in.enableAliasing(true);
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if it is no such message, or one that
   *     says two things at once
   */
  static InferRequest read(byte[] message) {
    try {
      InferRequestReader reader = new InferRequestReader(message);
      reader.fields();
      return reader.request();
    } catch (InvalidProtocolBufferException e) {
      throw bad("the request is no ModelInferRequest, or was cut short");
    } catch (IOException e) {
      throw new IllegalStateException("memory was not read", e);
    }
  }

  private void fields() throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 1 << 3 | STRING -> model = in.readStringRequireUtf8();
        case 2 << 3 | STRING -> version = in.readStringRequireUtf8();
        case 3 << 3 | STRING -> id = in.readStringRequireUtf8();
        case 5 << 3 | STRING -> add(inputs, input(), "inputs");
        case 6 << 3 | STRING -> add(outputs, output(), "outputs");
        case 7 << 3 | STRING -> add(raw, in.readByteBuffer(), "raw contents");
        default -> skip(tag);
      }
    }
  }

  private Input input() throws IOException {
    String name = "";
    String type = "";
    long[] shape = new long[0];
    List<ByteBuffer> contents = new ArrayList<>(1);
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case 1 << 3 | STRING -> name = in.readStringRequireUtf8();
        case 2 << 3 | STRING -> type = in.readStringRequireUtf8();
        case 3 << 3 | STRING -> {
          int rest = in.pushLimit(in.readRawVarint32());
          while (in.getBytesUntilLimit() > 0) {
            shape = with(shape, in.readInt64());
          }
          in.popLimit(rest);
        }
        case 3 << 3 | VARINT -> shape = with(shape, in.readInt64());
        case 5 << 3 | STRING -> add(contents, in.readByteBuffer(), "pieces of contents");
        default -> skip(tag);
      }
    }
    in.popLimit(outer);
    return new Input(name, type, shape, contents);
  }

  private String output() throws IOException {
    String name = "";
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (1 << 3 | STRING)) {
        name = in.readStringRequireUtf8();
      } else {
        skip(tag);
      }
    }
    in.popLimit(outer);
    return name;
  }

  private void skip(int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw bad("the request is no ModelInferRequest: it ends a group that never began");
    }
  }

  private InferRequest request() {
    boolean isRaw = !raw.isEmpty();
    if (isRaw && raw.size() != inputs.size()) {
      throw bad(
          "the request has "
              + inputs.size()
              + " inputs and "
              + raw.size()
              + " raw contents; there must be one for each");
    }
    List<Tensor> tensors = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      ElementType type =
          ElementType.ofProtocolName(input.type())
              .orElseThrow(
                  () ->
                      bad(
                          "input '"
                              + input.name()
                              + "' is of type '"
                              + input.type()
                              + "', which no model here takes"));
      tensors.add(isRaw ? raw(input, type, raw.get(i)) : typed(input, type));
    }
    return new InferRequest(model, version, id, isRaw, tensors, outputs);
  }

  private static Tensor raw(Input input, ElementType type, ByteBuffer data) {
    for (ByteBuffer piece : input.contents()) {
      if (piece.hasRemaining()) {
        throw bad("input '" + input.name() + "' has contents both raw and typed");
      }
    }
    return new Tensor(input.name(), type, input.shape(), data);
  }

  private static Tensor typed(Input input, ElementType type) {
    return new Tensor(
        input.name(),
        type,
        input.shape(),
        TypedContents.read(input.name(), type, input.shape(), input.contents()));
  }

  private static long[] with(long[] shape, long axis) {
    if (shape.length == Tensor.MAX_RANK) {
      throw bad("an input has more than " + Tensor.MAX_RANK + " axes");
    }
    long[] longer = Arrays.copyOf(shape, shape.length + 1);
    longer[shape.length] = axis;
    return longer;
  }

  private static <T> void add(List<T> list, T value, String what) {
    if (list.size() == MOST_TENSORS) {
      throw bad("the request has more than " + MOST_TENSORS + " " + what);
    }
    list.add(value);
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message);
  }
}
