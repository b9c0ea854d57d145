package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a slim model as one serialized ModelProto with all data in it. The initializers of the
 * main graph are streamed; what bodies and attributes hold goes through the heap. Training
 * information is left behind.
 */
final class ModelWriter {
  /** An initializer without its data, and the data. */
  private record Streamed(TensorProto head, TensorData data) {
    long size() {
      return head.getSerializedSize() + sizeOf(TensorProto.RAW_DATA_FIELD_NUMBER, data.length());
    }
  }

  private final ModelProto rest;
  private final GraphProto restOfGraph;
  private final List<Streamed> streamed = new ArrayList<>();

  ModelWriter(OnnxModel model) throws IOException {
    Whole whole = new Whole(model.tensors());
    GraphProto main = model.proto().getGraph();
    GraphProto.Builder graph = main.toBuilder().clearInitializer();
    for (TensorProto tensor : main.getInitializerList()) {
      boolean elsewhere =
          Slice.of(tensor).isPresent()
              || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
      if (elsewhere && tensor.getDataType() != ElementType.STRING.id) {
        TensorProto.Builder head = Slice.unmarked(tensor).clearExternalData().clearDataLocation();
        streamed.add(new Streamed(head.build(), model.tensors().data(tensor)));
      } else {
        graph.addInitializer(tensor);
      }
    }
    this.restOfGraph = whole.of(graph.build());
    this.rest = whole.of(model.proto().toBuilder().clearGraph().clearTrainingInfo().build());
  }

  void write(WritableByteChannel target) throws IOException {
    long graphSize = restOfGraph.getSerializedSize();
    for (Streamed tensor : streamed) {
      graphSize += sizeOf(GraphProto.INITIALIZER_FIELD_NUMBER, tensor.size());
    }
    long size = rest.getSerializedSize() + sizeOf(ModelProto.GRAPH_FIELD_NUMBER, graphSize);
    if (size > Integer.MAX_VALUE) {
      throw new OnnxException(
          "too-large",
          "the model would have " + size + " bytes in one file; the limit is 2147483647",
          "onnx keeps larger models in several files");
    }
    CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(target));
    rest.writeTo(out);
    field(ModelProto.GRAPH_FIELD_NUMBER, graphSize, out);
    restOfGraph.writeTo(out);
    for (Streamed tensor : streamed) {
      field(GraphProto.INITIALIZER_FIELD_NUMBER, tensor.size(), out);
      tensor.head.writeTo(out);
      field(TensorProto.RAW_DATA_FIELD_NUMBER, tensor.data.length(), out);
      out.flush();
      tensor.data.writeTo(target);
    }
    out.flush();
  }

  private static void field(int number, long length, CodedOutputStream out) throws IOException {
    out.writeTag(number, WireReader.LENGTH);
    out.writeUInt64NoTag(length);
  }

  private static long sizeOf(int number, long length) {
    return CodedOutputStream.computeTagSize(number)
        + CodedOutputStream.computeUInt64SizeNoTag(length)
        + length;
  }
}
