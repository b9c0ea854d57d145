package dev.brigandine.onnx.testing;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Models of any size, written in pieces: {@code layers} times MatMul and Relu on {@code width}
 * features, {@code 4 * width * width} bytes each. 40 layers of width 4096 make 2.7 GB.
 */
public final class BigModel {
  /** The name of the data file beside a model with external data. */
  public static final String DATA = "weights.bin";

  private static final int PIECE = 1 << 20;

  private final int layers;
  private final int width;
  private final long seed;

  public BigModel(int layers, int width, long seed) {
    this.layers = layers;
    this.width = width;
    this.seed = seed;
  }

  /** Bytes of all weights. */
  public long weightBytes() {
    return layers * layerBytes();
  }

  /** Writes {@code model.onnx} and {@code weights.bin} into {@code folder}. */
  public Path writeExternal(Path folder) throws IOException {
    Path data = folder.resolve(DATA);
    try (FileChannel out = create(data)) {
      for (int layer = 0; layer < layers; layer++) {
        weight(layer, out);
      }
    }
    return writeGraph(folder);
  }

  /** The same with a data file of zeros, which takes no room on the disk where it can be sparse. */
  public Path writeSparse(Path folder) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(folder.resolve(DATA).toFile(), "rw")) {
      data.setLength(weightBytes());
    }
    return writeGraph(folder);
  }

  /** Writes all into one {@code model.onnx}; it must stay under 2 GB. */
  public Path writeWhole(Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    byte[] graph = graphOfLayers().build().toByteArray();
    byte[] rest = model(GraphProto.newBuilder()).clearGraph().build().toByteArray();
    long tensors = 0;
    for (int layer = 0; layer < layers; layer++) {
      tensors += delimited(5, header(layer).length + delimited(9, layerBytes()));
    }
    try (FileChannel channel = create(file)) {
      CodedOutputStream out =
          CodedOutputStream.newInstance(Channels.newOutputStream(channel), PIECE);
      out.writeRawBytes(rest);
      out.writeTag(7, 2);
      out.writeUInt64NoTag(graph.length + tensors);
      out.writeRawBytes(graph);
      for (int layer = 0; layer < layers; layer++) {
        byte[] header = header(layer);
        out.writeTag(5, 2);
        out.writeUInt64NoTag(header.length + delimited(9, layerBytes()));
        out.writeRawBytes(header);
        out.writeTag(9, 2);
        out.writeUInt64NoTag(layerBytes());
        out.flush();
        weight(layer, channel);
      }
      out.flush();
    }
    return file;
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static long delimited(int field, long length) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt64SizeNoTag(length)
        + length;
  }

  private long layerBytes() {
    return 4L * width * width;
  }

  private byte[] header(int layer) {
    return tensor(layer).build().toByteArray();
  }

  private TensorProto.Builder tensor(int layer) {
    return TensorProto.newBuilder()
        .setName("w" + layer)
        .setDataType(FLOAT)
        .addDims(width)
        .addDims(width);
  }

  private GraphProto.Builder graphOfLayers() {
    GraphProto.Builder graph = graph("big");
    for (int layer = 0; layer < layers; layer++) {
      String in = layer == 0 ? "x" : "x" + layer;
      String out = layer == layers - 1 ? "y" : "x" + (layer + 1);
      graph.addNode(node("MatMul", List.of(in, "w" + layer), List.of("m" + layer)));
      graph.addNode(node("Relu", List.of("m" + layer), List.of(out)));
    }
    return graph
        .addInput(value("x", FLOAT, "batch", width))
        .addOutput(value("y", FLOAT, "batch", width));
  }

  private Path writeGraph(Path folder) throws IOException {
    GraphProto.Builder graph = graphOfLayers();
    for (int layer = 0; layer < layers; layer++) {
      graph.addInitializer(
          tensor(layer)
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", DATA))
              .addExternalData(entry("offset", Long.toString(layer * layerBytes())))
              .addExternalData(entry("length", Long.toString(layerBytes()))));
    }
    ModelProto model = model(graph).build();
    return Files.write(folder.resolve("model.onnx"), model.toByteArray());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** Evenly distributed and scaled so that what flows through the layers keeps its size. */
  private void weight(int layer, WritableByteChannel out) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 31 + layer);
    float scale = (float) Math.sqrt(6.0 / width) * 0x1p-31f;
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (long left = layerBytes(); left > 0; ) {
      piece.clear().limit((int) Math.min(PIECE, left));
      while (piece.hasRemaining()) {
        piece.putFloat(random.nextInt() * scale);
      }
      left -= piece.flip().remaining();
      while (piece.hasRemaining()) {
        out.write(piece);
      }
    }
  }
}
