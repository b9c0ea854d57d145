package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.util.List;

/**
 * A model without its weights, and the weights.
 *
 * <p>Every dense initializer and every tensor in a Constant node, of subgraphs too, leaves the
 * graph, except what {@link #kept} lists. In the skeleton each stands as an initializer of the main
 * graph, with its type and dims, whose data is external; ONNX Runtime takes the data by {@code
 * SessionOptions.addExternalInitializers}. A weight of a subgraph is stored flat, under a name of
 * its own, and reshaped where it was. Names of the main graph, its inputs, outputs and metadata
 * stay as they are. Initializers that nothing uses are dropped, as ONNX Runtime drops them.
 *
 * <p>On ONNX Runtime's CPU provider the skeleton answers bit for bit as the model does, unless
 * graph optimizations are switched off and the weights of subgraphs are thus not folded back: then
 * the last bits may differ.
 *
 * <p>The skeleton still shows the architecture and all names; and it holds what {@link #kept}
 * lists. Hiding those is not this class's business.
 */
public final class Skeleton {
  private final OnnxModel model;
  private final ModelProto graph;
  private final List<Weight> weights;
  private final List<Kept> kept;

  private Skeleton(OnnxModel model, SkeletonBuilder builder) {
    this.model = model;
    this.graph = builder.model();
    this.weights = List.copyOf(builder.weights());
    this.kept = List.copyOf(builder.kept());
  }

  /**
   * Parts {@code model} from its weights; those stay in their files until they are streamed.
   *
   * @throws OnnxException if a tensor contradicts itself, has no data where it says, or has 2 GiB
   *     or more in one piece, which ONNX Runtime's Java API cannot take
   */
  public static Skeleton of(OnnxModel model) throws OnnxException {
    try {
      return new Skeleton(model, new SkeletonBuilder(model));
    } catch (OnnxException e) {
      throw e;
    } catch (IOException e) {
      throw new OnnxException(
          "unreadable", "the model's data cannot be read", "check the files and the disk", e);
    }
  }

  /** The skeleton as a serialized ModelProto; a fresh array at each call. */
  public byte[] graph() {
    return graph.toByteArray();
  }

  ModelProto model() {
    return graph;
  }

  /** What has left the graph; the names are unique. */
  public List<Weight> weights() {
    return weights;
  }

  /** What data has stayed in the graph, and why. */
  public List<Kept> kept() {
    return kept;
  }

  /** As {@link OnnxModel#inputs}. */
  public List<ValueDescription> inputs() {
    return model.inputs();
  }

  /** As {@link OnnxModel#outputs}. */
  public List<ValueDescription> outputs() {
    return model.outputs();
  }
}
