package dev.brigandine.vault.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Reads {@code InferTensorContents}: each element type has one field, and no other may be set.
 * Packed floats are on the wire as they are in a tensor, and stay where they are.
 */
final class TypedContents {
  private final String name;
  private final ElementType type;
  private final int field;
  private ByteBuffer data = ByteBuffer.allocate(0);
  private long strings;

  private TypedContents(String name, ElementType type) {
    this.name = name;
    this.type = type;
    this.field = field(name, type);
  }

  /**
   * The elements, little-endian.
   *
   * @param pieces of the message, in the order they came
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) also on a number beyond its type
   */
  static ByteBuffer read(String name, ElementType type, long[] shape, List<ByteBuffer> pieces)
      throws BrigandineException {
    TypedContents contents = new TypedContents(name, type);
    try {
      for (ByteBuffer piece : pieces) {
        contents.piece(piece);
      }
    } catch (InvalidProtocolBufferException e) {
      throw bad("the contents of input '" + name + "' are no InferTensorContents");
    } catch (IOException e) {
      throw new IllegalStateException("memory was not read", e);
    }
    if (type == ElementType.BYTES && contents.strings != Tensor.elements(name, shape)) {
      throw bad(
          "input '"
              + name
              + "' has "
              + contents.strings
              + " strings, its shape wants another number");
    }
    return contents.data.limit(contents.data.position()).position(0);
  }

  /** The field's number for that type. */
  static int field(String name, ElementType type) {
    return switch (type) {
      case BOOL -> 1;
      case INT8, INT16, INT32 -> 2;
      case INT64 -> 3;
      case UINT8 -> 4;
      case FP32 -> 6;
      case FP64 -> 7;
      case BYTES -> 8;
      case FP16, BF16 ->
          throw bad(
              "input '"
                  + name
                  + "' is of type "
                  + type.protocolName()
                  + ", which goes by raw_input_contents only");
    };
  }

  private void piece(ByteBuffer piece) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(piece);
    in.enableAliasing(true);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number != field) {
        if (number <= 8 || !in.skipField(tag)) {
          throw bad(
              "input '" + name + "' is of type " + type.protocolName() + ", its contents are not");
        }
      } else if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        wireType(WireFormat.getTagWireType(tag));
        one(in);
      } else if (type == ElementType.BYTES) {
        string(in.readByteBuffer());
      } else if (type == ElementType.FP32 || type == ElementType.FP64) {
        floats(in.readByteBuffer());
      } else {
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
          one(in);
        }
        in.popLimit(outer);
      }
    }
  }

  private void wireType(int found) {
    int expected =
        switch (type) {
          case FP32 -> WireFormat.WIRETYPE_FIXED32;
          case FP64 -> WireFormat.WIRETYPE_FIXED64;
          case BYTES -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
          default -> WireFormat.WIRETYPE_VARINT;
        };
    if (found != expected) {
      throw bad("the contents of input '" + name + "' are no InferTensorContents");
    }
  }

  private void one(CodedInputStream in) throws IOException {
    room(type.size());
    switch (type) {
      case BOOL -> data.put((byte) (in.readBool() ? 1 : 0));
      case INT8 -> data.put((byte) within(in.readInt32(), Byte.MIN_VALUE, Byte.MAX_VALUE));
      case INT16 -> data.putShort((short) within(in.readInt32(), Short.MIN_VALUE, Short.MAX_VALUE));
      case INT32 -> data.putInt(in.readInt32());
      case INT64 -> data.putLong(in.readInt64());
      case UINT8 -> data.put((byte) within(in.readUInt32(), 0, 255));
      case FP32 -> data.putInt(in.readFixed32());
      case FP64 -> data.putLong(in.readFixed64());
      default -> throw new IllegalStateException(type.protocolName());
    }
  }

  private int within(int value, int least, int most) {
    if (value < least || value > most) {
      throw bad("input '" + name + "' has a number that " + type.protocolName() + " cannot hold");
    }
    return value;
  }

  private void floats(ByteBuffer packed) {
    if (packed.remaining() % type.size() != 0) {
      throw bad("the contents of input '" + name + "' end within a number");
    }
    if (data.position() == 0) {
      // Where more follows, room() moves them.
      data = packed.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(packed.limit());
    } else {
      room(packed.remaining());
      data.put(packed);
    }
  }

  private void string(ByteBuffer text) {
    room(4 + text.remaining());
    data.putInt(text.remaining()).put(text);
    strings++;
  }

  private void room(int size) {
    if (data.remaining() >= size) {
      return;
    }
    // No more than eight times the message, which is an int's worth of bytes and far less.
    long length = Math.max(64, Math.max(data.position() + (long) size, data.position() * 2L));
    if (length > Integer.MAX_VALUE - 8) {
      throw bad("input '" + name + "' is too large");
    }
    ByteBuffer larger = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    data = larger.put(data.duplicate().flip());
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message);
  }
}
