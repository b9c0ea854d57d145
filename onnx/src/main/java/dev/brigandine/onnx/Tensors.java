package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** From a slim TensorProto to its elements, checked: type, dims and data have to agree. */
final class Tensors {
  private final Path file;
  private final long fileSize;
  private final List<Slice> slices;
  private final ExternalFiles external;
  private final List<TensorData> made;

  Tensors(Path file, long fileSize, List<Slice> slices) {
    this.file = file;
    this.fileSize = fileSize;
    this.slices = slices;
    this.external = new ExternalFiles(file.toAbsolutePath().getParent());
    this.made = null;
  }

  /** For a model that was not read: what its slices' indices stand for. */
  Tensors(List<TensorData> made) {
    this.file = null;
    this.fileSize = 0;
    this.slices = List.of();
    this.external = null;
    this.made = made;
  }

  static ElementType type(TensorProto tensor) throws OnnxException {
    return ElementType.of(tensor.getDataType())
        .orElseThrow(() -> bad(tensor, "has the unknown element type " + tensor.getDataType()));
  }

  /** Bytes in the layout of raw_data; 0 for strings, which have none. */
  static long byteLength(TensorProto tensor) throws OnnxException {
    try {
      long elements = 1;
      boolean empty = false;
      for (long dim : tensor.getDimsList()) {
        if (dim < 0) {
          throw bad(tensor, "has a dimension of " + dim);
        }
        empty |= dim == 0;
        elements = Math.multiplyExact(elements, Math.max(1, dim));
      }
      return type(tensor).byteLength(empty ? 0 : elements);
    } catch (ArithmeticException e) {
      throw bad(tensor, "has more elements than fit in 63 bits");
    }
  }

  /** The elements of {@code tensor}, which holds no strings. */
  TensorData data(TensorProto tensor) throws IOException {
    ElementType type = type(tensor);
    long expected = byteLength(tensor);
    if (tensor.hasSegment()) {
      throw bad(tensor, "comes in segments");
    }
    OptionalInt slice = Slice.of(tensor);
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      if (slice.isPresent() || tensor.hasRawData()) {
        throw bad(tensor, "has data both in the model and in another file");
      }
      if (external == null) {
        throw bad(tensor, "has its data in a file, but its model is in none");
      }
      return external.resolve(tensor, expected);
    }
    TensorData data =
        slice.isPresent()
            ? made != null
                ? made(tensor, slice.getAsInt())
                : sliced(tensor, type, slices.get(slice.getAsInt()), expected)
            : new TensorData.InHeap(inHeap(tensor, type));
    if (data.length() != expected) {
      throw disagree(tensor, data.length(), expected);
    }
    return data;
  }

  /** A mark that came with the bytes of a model in memory may be out of range. */
  private TensorData made(TensorProto tensor, int index) throws OnnxException {
    if (index < 0 || index >= made.size()) {
      throw bad(tensor, "has its data in a field that onnx does not have");
    }
    return made.get(index);
  }

  /**
   * The tensor with all its data inside, for a place where it has to stay.
   *
   * @param budget of what the skeleton may hold
   */
  TensorProto inlined(TensorProto tensor, HeapBudget budget) throws IOException {
    boolean external = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    if (Slice.of(tensor).isEmpty() && !external) {
      return tensor;
    }
    if (type(tensor) == ElementType.STRING) {
      throw bad(tensor, "keeps strings outside the model");
    }
    TensorData data = data(tensor);
    budget.spend(4, data.length(), "the weights that must stay in the graph");
    ByteString.Output bytes = ByteString.newOutput((int) data.length());
    data.writeTo(Channels.newChannel(bytes));
    return Slice.unmarked(tensor)
        .clearExternalData()
        .clearDataLocation()
        .setRawData(bytes.toByteString())
        .build();
  }

  private TensorData sliced(TensorProto tensor, ElementType type, Slice slice, long expected)
      throws IOException {
    boolean raw = slice.field() == TensorProto.RAW_DATA_FIELD_NUMBER;
    if (!raw && (slice.field() != type.field.number || tensor.hasRawData())) {
      throw bad(tensor, "has its data in a field for another type, number " + slice.field());
    }
    if (raw || type.field == ElementType.Field.FLOAT || type.field == ElementType.Field.DOUBLE) {
      return new TensorData.InFile(file, fileSize, slice.offset(), slice.length());
    }
    long count = TensorData.Varints.count(file, fileSize, slice.offset(), slice.length());
    int width = type.entryBytes();
    if (count < 0) {
      throw bad(tensor, "has data that ends within a number");
    }
    if (count > expected) {
      throw disagree(tensor, count * width, expected);
    }
    return new TensorData.Varints(file, fileSize, slice.offset(), slice.length(), count, width);
  }

  private static ByteString inHeap(TensorProto tensor, ElementType type) {
    if (tensor.hasRawData()) {
      return tensor.getRawData();
    }
    int width = type.entryBytes();
    int count =
        switch (type.field) {
          case FLOAT -> tensor.getFloatDataCount();
          case DOUBLE -> tensor.getDoubleDataCount();
          case INT64 -> tensor.getInt64DataCount();
          case UINT64 -> tensor.getUint64DataCount();
          case INT32 -> tensor.getInt32DataCount();
          case STRING -> 0;
        };
    ByteString.Output bytes = ByteString.newOutput(Math.max(16, count));
    ByteBuffer entry = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (type.field) {
        case FLOAT -> entry.putFloat(0, tensor.getFloatData(i));
        case DOUBLE -> entry.putDouble(0, tensor.getDoubleData(i));
        case INT64 -> entry.putLong(0, tensor.getInt64Data(i));
        case UINT64 -> entry.putLong(0, tensor.getUint64Data(i));
        default -> entry.putLong(0, tensor.getInt32Data(i));
      }
      bytes.write(entry.array(), 0, width);
    }
    return bytes.toByteString();
  }

  private static OnnxException disagree(TensorProto tensor, long found, long expected) {
    return bad(tensor, "has " + found + " bytes of data, but its type and dims make " + expected);
  }

  static OnnxException bad(TensorProto tensor, String what) {
    return new OnnxException(
        "bad-tensor",
        "tensor " + OnnxException.quote(tensor.getName()) + " " + what,
        "check the model with onnx.checker, or export it again");
  }
}
