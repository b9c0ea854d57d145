package dev.brigandine.protect;

import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensorSource;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;

/** Rewrites a model; handed in, so that a test can say how. */
interface Rewriter {
  /** Refuses. */
  Rewriter DEFAULT =
      (model, options, keys) -> {
        throw new BrigandineException(
            ErrorCode.USAGE, "this version does not rewrite models", "take --armor none");
      };

  /**
   * @param keys what the runtime will feed the locks with
   */
  ArmoredModel rewrite(OnnxModel model, ArmorOptions options, KeyTensorSource keys)
      throws OnnxException;
}
