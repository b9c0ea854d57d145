package dev.brigandine.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a ModelProto without its large payloads, which become {@link Slice}s. It knows just enough
 * of onnx.proto to find every TensorProto of the graph, its subgraphs and the functions; all else
 * passes through as it is.
 */
final class Slimmer {
  /** Payloads up to this many bytes stay in the slim model. */
  static final int THRESHOLD = 1024;

  /** Messages within messages; protobuf itself stops at 100. A subgraph takes three. */
  private static final int MAX_DEPTH = 90;

  /** Heap bytes for one byte of text, one small message, and one byte of an unknown message. */
  private static final int TEXT = 4;

  private static final int OBJECT = 160;
  private static final int UNKNOWN = 24;

  private enum Kind {
    MODEL,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE,
    TENSOR;

    /** What message is in this field, if it is one to look into. */
    Kind child(int field) {
      return switch (this) {
        case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : null;
        case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : null;
        case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE : null;
        case NODE -> field == 5 ? ATTRIBUTE : null;
        case ATTRIBUTE ->
            switch (field) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 22, 23 -> SPARSE;
              default -> null;
            };
        case SPARSE -> field == 1 || field == 2 ? TENSOR : null;
        case TENSOR -> null;
      };
    }

    /** Whether protobuf would merge a second message in this field into the first. */
    boolean single(int field) {
      return switch (this) {
        case MODEL -> field == 7;
        case ATTRIBUTE -> field == 5 || field == 6 || field == 22;
        case SPARSE -> field == 1 || field == 2;
        default -> false;
      };
    }

    boolean text(int field) {
      return switch (this) {
        case MODEL -> field <= 6;
        case FUNCTION -> field == 1 || field >= 4 && field <= 6 || field == 8 || field == 10;
        case GRAPH -> field == 2 || field == 10;
        case NODE -> field != 9;
        case ATTRIBUTE -> field == 1 || field == 4 || field == 9 || field == 13 || field == 21;
        case SPARSE -> false;
        case TENSOR -> field == 6 || field == 8 || field == 9 || field == 12;
      };
    }

    boolean payload(int field) {
      return this == TENSOR
          && (field == 4 || field == 5 || field == 7 || field >= 9 && field <= 11);
    }
  }

  private final WireReader in;
  private final HeapBudget budget;
  private final List<Slice> slices = new ArrayList<>();

  Slimmer(WireReader in, HeapBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  List<Slice> slices() {
    return slices;
  }

  byte[] model() throws IOException {
    return message(Kind.MODEL, in.size(), 0);
  }

  private byte[] message(Kind kind, long end, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new OnnxException(
          "too-deep",
          "the model nests messages more than " + MAX_DEPTH + " deep, before byte " + in.position(),
          "subgraphs may nest about 25 deep");
    }
    budget.spend(OBJECT, 1, "the graph");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 128);
    long seen = 0; // bit set of the field numbers under 64 met so far
    long sliced = 0;
    while (in.position() < end) {
      int tag = in.tag(end);
      int field = tag >>> 3;
      long bit = field < 64 ? 1L << field : 0;
      if (kind.single(field) && (seen & bit) != 0 || (sliced & bit) != 0) {
        throw in.malformed("field " + field + " twice in one message");
      }
      if (kind == Kind.TENSOR && field == Slice.MARK) {
        skip(tag & 7, end);
        continue;
      }
      switch (tag & 7) {
        case WireReader.VARINT -> {
          budget.spend(UNKNOWN, 1, "the graph");
          out.writeUInt32NoTag(tag);
          out.writeUInt64NoTag(in.varint(end));
        }
        case WireReader.FIXED64 -> copy(tag, 8, end, out);
        case WireReader.FIXED32 -> copy(tag, 4, end, out);
        default -> {
          long length = in.length(end);
          Kind child = kind.child(field);
          if (child != null) {
            byte[] slim = message(child, in.position() + length, depth + 1);
            out.writeUInt32NoTag(tag);
            out.writeUInt32NoTag(slim.length);
            out.writeRawBytes(slim);
          } else if (length > THRESHOLD && kind.payload(field)) {
            if ((seen & bit) != 0) {
              throw in.malformed("a tensor's data in several pieces");
            }
            sliced |= bit;
            slice(field, length, end, out);
          } else {
            budget.spend(OBJECT, 1, "the graph");
            budget.spend(kind.text(field) ? TEXT : UNKNOWN, length, "the graph");
            out.writeUInt32NoTag(tag);
            out.writeUInt64NoTag(length);
            out.writeRawBytes(in.bytes(Math.toIntExact(length), end));
          }
        }
      }
      seen |= bit;
    }
    out.flush();
    return bytes.toByteArray();
  }

  private void copy(int tag, int length, long end, CodedOutputStream out) throws IOException {
    budget.spend(UNKNOWN, 1, "the graph");
    out.writeUInt32NoTag(tag);
    out.writeRawBytes(in.bytes(length, end));
  }

  private void slice(int field, long length, long end, CodedOutputStream out) throws IOException {
    budget.spend(OBJECT, 1, "the graph");
    out.writeUInt64(Slice.MARK, slices.size());
    slices.add(new Slice(field, in.position(), length));
    in.skip(length, end);
  }

  private void skip(int type, long end) throws IOException {
    switch (type) {
      case WireReader.VARINT -> in.varint(end);
      case WireReader.FIXED64 -> in.skip(8, end);
      case WireReader.FIXED32 -> in.skip(4, end);
      default -> in.skip(in.length(end), end);
    }
  }
}
