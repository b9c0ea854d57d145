package dev.brigandine.onnx;

import java.util.List;
import java.util.Map;

/** Infers types and shapes. This room knows no engine, so whoever splits a model brings one. */
public interface ShapeOracle {
  /**
   * What the engine that will run the model infers for its outputs. Where the halves of a split
   * model are joined they must be told the same, or the engine's fusions differ from those of the
   * whole.
   *
   * @param model a serialized ModelProto without any weight; outputs may lack type and shape
   * @param names of outputs
   * @return a description for each name that the engine could infer
   */
  Map<String, ValueDescription> outputs(byte[] model, List<String> names);
}
