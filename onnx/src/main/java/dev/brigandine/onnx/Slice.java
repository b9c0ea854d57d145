package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnknownFieldSet;
import java.util.OptionalInt;

/**
 * A tensor's payload that stayed in the model file.
 *
 * <p>In the slim model a varint field of the highest possible number, which onnx.proto will hardly
 * ever use, stands in its place and holds the slice's index; so it goes wherever the message goes.
 *
 * @param field of TensorProto: raw_data or one of the typed ones, packed
 * @param offset of the payload's first byte in the file
 * @param length of the payload in the file, in bytes
 */
record Slice(int field, long offset, long length) {
  /** The field that stands in a slim tensor for a payload. */
  static final int MARK = 536_870_911;

  /** The index of the slice that {@code tensor} stands for. */
  static OptionalInt of(TensorProto tensor) {
    UnknownFieldSet unknown = tensor.getUnknownFields();
    return unknown.hasField(MARK)
        ? OptionalInt.of(Math.toIntExact(unknown.getField(MARK).getVarintList().get(0)))
        : OptionalInt.empty();
  }

  /** The same tensor with data that has this index, in the place of any it had. */
  static TensorProto marked(TensorProto tensor, int index) {
    UnknownFieldSet.Field mark = UnknownFieldSet.Field.newBuilder().addVarint(index).build();
    return TensorProto.newBuilder()
        .setName(tensor.getName())
        .setDataType(tensor.getDataType())
        .addAllDims(tensor.getDimsList())
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(MARK, mark).build())
        .build();
  }

  /** The same tensor without the mark. */
  static TensorProto.Builder unmarked(TensorProto tensor) {
    return tensor.toBuilder()
        .setUnknownFields(tensor.getUnknownFields().toBuilder().clearField(MARK).build());
  }
}
