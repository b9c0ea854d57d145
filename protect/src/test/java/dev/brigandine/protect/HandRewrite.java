package dev.brigandine.protect;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.INT64;
import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.raw;
import static dev.brigandine.onnx.testing.Protos.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.KeyTensor.Kind;
import dev.brigandine.armor.KeyTensorSource;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A rewrite by hand of one small model: layers of MatMul and Relu. A gate with a mix stands before
 * each MatMul but the first, whose weight absorbed the inverse; a permutation behind the first, and
 * a scale at the end.
 */
final class HandRewrite implements Rewriter {
  static final int WIDTH = 24;

  private final Path folder;
  private final int layers;

  /** What the last call was given, and what it made of it. */
  byte[] seed;

  byte[] rewritten;
  List<KeyTensor> keys = new ArrayList<>();

  HandRewrite(Path folder, int layers) {
    this.folder = folder;
    this.layers = layers;
  }

  /** The model: x, the layers, y; x1 is an output, too. */
  Path write() throws IOException {
    GraphProto.Builder graph = graph("original");
    for (int i = 0; i < layers; i++) {
      String in = i == 0 ? "x" : "x" + i;
      String out = i == layers - 1 ? "y" : "x" + (i + 1);
      graph
          .addNode(node("MatMul", List.of(in, "w" + i), List.of("m" + i)))
          .addNode(node("Relu", List.of("m" + i), List.of(out)))
          .addInitializer(floats("w" + i, 100 + i, WIDTH, WIDTH));
    }
    graph
        .addInput(value("x", FLOAT, "batch", WIDTH))
        .addOutput(value("x1", FLOAT, "batch", WIDTH))
        .addOutput(value("y", FLOAT, "batch", WIDTH));
    return Files.write(folder.resolve("original.onnx"), model(graph).build().toByteArray());
  }

  @Override
  public ArmoredModel rewrite(OnnxModel original, ArmorOptions options, KeyTensorSource source)
      throws OnnxException {
    seed = options.seed().clone();
    keys = new ArrayList<>();
    GraphProto.Builder graph = graph("");
    graph.addInput(value("a", FLOAT, "", WIDTH));
    for (int i = 0; i < layers; i++) {
      layer(graph, i, source);
    }
    graph.addOutput(value("t1", FLOAT, "", WIDTH)).addOutput(value("t" + layers, FLOAT, "", WIDTH));
    rewritten = model(graph).build().toByteArray();
    Path file = folder.resolve("rewritten.onnx");
    try {
      Files.write(file, rewritten);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ArmorReport report =
        new ArmorReport(1, 0.5, 9, List.of(), List.of(), List.of(), List.of(), 0.01, "");
    Map<String, String> names = Map.of("x", "a", "x1", "t1", "y", "t" + layers);
    return new ArmoredModel(OnnxModel.read(file), names, keys, report);
  }

  private void layer(GraphProto.Builder graph, int i, KeyTensorSource source) {
    double[][] weight = original(i);
    String in = i == 0 ? "a" : "t" + i;
    String out = "t" + (i + 1);
    if (i > 0) {
      String key = key(graph, FLOAT, Kind.MIX, WIDTH, WIDTH);
      ByteBuffer mix = source.derive(keys.size() - 1, keys.get(keys.size() - 1));
      graph.addNode(node("MatMul", List.of(in, key), List.of("g" + i)));
      in = "g" + i;
      weight = divide(mix, weight);
    }
    boolean last = i == layers - 1;
    String key = i == 0 ? key(graph, INT64, Kind.PERMUTE, WIDTH) : null;
    ByteBuffer permutation = i == 0 ? source.derive(0, keys.get(0)) : null;
    if (last) {
      key = key(graph, FLOAT, Kind.SCALE, WIDTH);
    }
    ByteBuffer scale = last ? source.derive(keys.size() - 1, keys.get(keys.size() - 1)) : null;
    ByteBuffer bytes = ByteBuffer.allocate(4 * WIDTH * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < WIDTH; r++) {
      for (int c = 0; c < WIDTH; c++) {
        // The gate's output c is column permutation[c].
        int to = permutation == null ? c : (int) permutation.getLong(8 * c);
        double factor = scale == null ? 1 : scale.getFloat(4 * c);
        bytes.putFloat(4 * (r * WIDTH + to), (float) (weight[r][c] / factor));
      }
    }
    graph.addInitializer(raw("v" + i, FLOAT, bytes.array(), WIDTH, WIDTH));
    graph.addNode(node("MatMul", List.of(in, "v" + i), List.of(key == null ? "m" + i : "l" + i)));
    if (i == 0) {
      graph.addNode(node("Gather", List.of("l0", key), List.of("m0"), attribute("axis", 1)));
    } else if (last) {
      graph.addNode(node("Mul", List.of("l" + i, key), List.of("m" + i)));
    }
    graph.addNode(node("Relu", List.of("m" + i), List.of(out)));
  }

  private String key(GraphProto.Builder graph, int type, Kind kind, Object... shape) {
    String name = "k" + keys.size();
    List<Long> axes = new ArrayList<>();
    for (Object axis : shape) {
      axes.add(((Integer) axis).longValue());
    }
    keys.add(new KeyTensor(name, kind, 1, WIDTH, axes));
    graph.addInput(value(name, type, shape));
    return name;
  }

  private static double[][] original(int i) {
    TensorProto tensor = floats("w" + i, 100 + i, WIDTH, WIDTH);
    ByteBuffer elements = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    double[][] weight = new double[WIDTH][WIDTH];
    for (double[] row : weight) {
      for (int c = 0; c < WIDTH; c++) {
        row[c] = elements.getFloat();
      }
    }
    return weight;
  }

  /** The inverse of {@code mix} times {@code right}, by Gauss and Jordan. */
  private static double[][] divide(ByteBuffer mix, double[][] right) {
    double[][] left = new double[WIDTH][WIDTH];
    for (int r = 0; r < WIDTH; r++) {
      for (int c = 0; c < WIDTH; c++) {
        left[r][c] = mix.getFloat(4 * (r * WIDTH + c));
      }
    }
    for (int p = 0; p < WIDTH; p++) {
      int best = p;
      for (int r = p; r < WIDTH; r++) {
        best = Math.abs(left[r][p]) > Math.abs(left[best][p]) ? r : best;
      }
      swap(left, p, best);
      swap(right, p, best);
      for (int r = 0; r < WIDTH; r++) {
        double factor = r == p ? 0 : left[r][p] / left[p][p];
        for (int c = 0; factor != 0 && c < WIDTH; c++) {
          left[r][c] -= factor * left[p][c];
          right[r][c] -= factor * right[p][c];
        }
      }
    }
    for (int r = 0; r < WIDTH; r++) {
      for (int c = 0; c < WIDTH; c++) {
        right[r][c] /= left[r][r];
      }
    }
    return right;
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }
}
