package dev.brigandine.armor;

import dev.brigandine.onnx.OnnxModel;
import java.util.List;
import java.util.Map;

/**
 * A rewritten model.
 *
 * @param model whose names say nothing; besides the inputs of the original it takes the key tensors
 * @param names what each input and output of the original is called in it
 * @param keys the key tensors, in the order in which they are derived
 * @param report what was done
 */
public record ArmoredModel(
    OnnxModel model, Map<String, String> names, List<KeyTensor> keys, ArmorReport report) {
  /** Copies the collections. */
  public ArmoredModel {
    names = Map.copyOf(names);
    keys = List.copyOf(keys);
  }
}
