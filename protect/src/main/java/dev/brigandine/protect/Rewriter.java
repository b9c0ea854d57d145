package dev.brigandine.protect;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensorSource;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;

/** Rewrites a model; handed in, so that a test can say how. */
interface Rewriter {
  /** As the room armor does. */
  Rewriter DEFAULT = Armor::rewrite;

  /**
   * @param keys what the runtime will feed the locks with
   */
  ArmoredModel rewrite(OnnxModel model, ArmorOptions options, KeyTensorSource keys)
      throws OnnxException;
}
