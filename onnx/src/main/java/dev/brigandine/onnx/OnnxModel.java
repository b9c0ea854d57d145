package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model: its graph in memory, its weights still in their files. Reading takes memory for
 * the graph, not for the weights, whether those lie within the model file (of up to 2 GB, which is
 * protobuf's limit) or beside it.
 *
 * <p>Read are IR versions from 1 on, whatever the opset. A model that reads well is not thereby
 * valid: operators and types are ONNX Runtime's to check. The files must stay as they are until the
 * weights have been streamed.
 *
 * <p>Source: onnx.ai, onnx.proto and docs/IR.md.
 */
public final class OnnxModel {
  private final Path file;
  private final ModelProto proto;
  private final Tensors tensors;

  private OnnxModel(Path file, ModelProto proto, Tensors tensors) {
    this.file = file;
    this.proto = proto;
    this.tensors = tensors;
  }

  /**
   * Reads the model in {@code file}.
   *
   * @throws OnnxException if there is no such file, it cannot be read, or is no ONNX model
   */
  public static OnnxModel read(Path file) throws OnnxException {
    return read(file, HeapBudget.half());
  }

  static OnnxModel read(Path file, HeapBudget budget) throws OnnxException {
    if (!Files.exists(file)) {
      throw new OnnxException("not-found", "there is no file " + file, "check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new OnnxException("unreadable", file + " is no regular file", "name the .onnx file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, channel, budget);
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw new OnnxException(
          "unreadable", file + " cannot be read", "check its permissions and the disk", e);
    }
  }

  /**
   * The model of an edited graph. Its weights are asked for when they are streamed, and may be
   * asked for more than once. It has no producer, documentation or metadata; its IR version is at
   * least 4.
   *
   * @throws OnnxException ({@code bad-graph}, {@code bad-tensor}, {@code too-deep}) if a name
   *     stands for two values, a value is read before it is made, or a constant contradicts itself
   */
  public static OnnxModel of(ModelGraph graph) throws OnnxException {
    GraphCheck.check(graph.graph());
    GraphWriter writer = new GraphWriter();
    ModelProto proto;
    try {
      proto = writer.model(graph);
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
    return new OnnxModel(null, proto, new Tensors(writer.data()));
  }

  /**
   * The model that ONNX Runtime is given in memory: serialized, with initializers beside it that
   * take the place of those of the same name, as by {@code SessionOptions.addExternalInitializers}.
   *
   * <p>Everything is kept in memory. Other than {@link #read}, this does not count what messages
   * take there, up to fifty times their size: it is for bytes of one's own, not of a stranger.
   *
   * @param model a serialized ModelProto; not to be changed afterwards
   * @param initializers by name; empty where the model has all its weights in it
   * @throws OnnxException ({@code not-onnx}, {@code no-graph}, {@code bad-tensor}) if that is no
   *     whole model, or an initializer is not in its graph, or of another type or shape there
   */
  public static OnnxModel parse(byte[] model, Map<String, Constant> initializers)
      throws OnnxException {
    String whose = "what is in memory";
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(UnsafeByteOperations.unsafeWrap(model));
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(
          "not-onnx", whose + " is no onnx model: its messages do not parse", null, e);
    }
    check(whose, proto);
    List<TensorData> data = new ArrayList<>();
    ModelProto marked = Initializers.put(initializers, proto, data);
    return new OnnxModel(null, marked, new Tensors(data));
  }

  /**
   * The model as a graph to be edited. Names of the main graph stay; those in bodies change where
   * they are not unique over all graphs. Initializers and the tensors of Constant nodes become
   * constants, whose elements stay in the model's files until they are asked for; strings and
   * sparse tensors stay in Constant nodes. Nodes get a topological order. Types of inner values,
   * quantization annotations, documentation and metadata are left behind.
   *
   * @throws OnnxException ({@code bad-graph}, {@code bad-tensor} and those about data in other
   *     files) if there is a cycle, two values of one graph share a name, a node reads what nothing
   *     makes, an output is made by nothing, or a tensor contradicts itself
   */
  public ModelGraph toGraph() throws OnnxException {
    try {
      return GraphReader.read(this);
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The model's inputs, in order, without those that have a value of their own to start with. */
  public List<ValueDescription> inputs() {
    GraphProto graph = proto.getGraph();
    Set<String> given = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> given.add(tensor.getName()));
    graph.getSparseInitializerList().forEach(sparse -> given.add(sparse.getValues().getName()));
    return graph.getInputList().stream()
        .filter(input -> !given.contains(input.getName()))
        .map(ValueDescription::of)
        .toList();
  }

  /** The model's outputs, in order. */
  public List<ValueDescription> outputs() {
    return proto.getGraph().getOutputList().stream().map(ValueDescription::of).toList();
  }

  /**
   * The files that hold the model: its own first, then each that tensors keep their data in; none
   * for a model made by {@link #of} or {@link #parse}.
   *
   * @throws OnnxException if such a file is missing, too short, or not in the model's folder
   */
  public List<Path> files() throws OnnxException {
    if (file == null) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    files.add(file);
    try {
      files.addAll(DataFiles.of(proto.getGraph(), tensors));
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
    return files;
  }

  private static OnnxException unreadable(IOException cause) {
    return new OnnxException(
        "unreadable", "the model's data cannot be read", "check the files and the disk", cause);
  }

  /**
   * Writes the model as one serialized ModelProto that needs no other file, with all weights in it
   * and not protected in any way.
   *
   * @throws OnnxException ({@code too-large}) if it would have 2 GiB or more, or weights within
   *     bodies and attributes need more heap than there is; or if a tensor contradicts itself
   * @throws IOException if reading or writing fails
   */
  public void writeTo(WritableByteChannel target) throws IOException {
    new ModelWriter(this).write(target);
  }

  /**
   * Writes the model into {@code file} as {@link #writeTo} does, in place of what was there. If
   * that fails, what was there stays.
   */
  public void save(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        writeTo(channel);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The slim model: {@link Slice}s stand for its large payloads. */
  ModelProto proto() {
    return proto;
  }

  Tensors tensors() {
    return tensors;
  }

  private static OnnxModel read(Path file, FileChannel channel, HeapBudget budget)
      throws IOException {
    WireReader in = new WireReader(file, channel);
    if (in.size() == 0) {
      throw new OnnxException("not-onnx", file + " is empty", "export or copy the model again");
    }
    Slimmer slimmer = new Slimmer(in, budget);
    byte[] slim = slimmer.model();
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(slim);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(
          "not-onnx", file + " is no onnx model: its messages do not parse", null, e);
    }
    check(file.toString(), proto);
    return new OnnxModel(file, proto, new Tensors(file, in.size(), slimmer.slices()));
  }

  private static void check(String whose, ModelProto proto) throws OnnxException {
    String missing =
        !proto.hasGraph()
            ? "no graph"
            : proto.getGraph().getOutputCount() == 0
                ? "a graph without outputs"
                : proto.getIrVersion() < 1
                    ? "no ir version"
                    : proto.getIrVersion() >= 3 && proto.getOpsetImportCount() == 0
                        ? "no operator set"
                        : null;
    if (missing != null) {
      throw new OnnxException(
          "no-graph",
          whose + " is no whole onnx model: it has " + missing,
          "give the .onnx file itself, as the exporter wrote it, and compare its size");
    }
    Set<String> names = new HashSet<>();
    for (TensorProto tensor : proto.getGraph().getInitializerList()) {
      if (!names.add(tensor.getName())) {
        throw Tensors.bad(tensor, "is there twice");
      }
    }
  }
}
