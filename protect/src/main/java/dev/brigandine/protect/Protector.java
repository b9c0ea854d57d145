package dev.brigandine.protect;

import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.LongConsumer;

/**
 * Protects a model: reads it as a stream, rewrites it if it is to be armored, takes the weights out
 * of the graph, encrypts both under a key that only the vendor can unwrap, signs what anyone may
 * know of it, and writes the bundle whole or not at all. Without armor that needs memory for the
 * graph and one buffer, however large the model.
 */
public final class Protector {
  /**
   * When a model is split in parts, and how large they get.
   *
   * @param from bytes of weights below which a second copy of them, while the session is made, is
   *     no burden
   * @param partBytes of weights in a part; two are made at a time, so four times this is what
   *     opening needs beyond the model
   */
  record Split(long from, long partBytes) {
    static final Split DEFAULT = new Split(512L << 20, 96L << 20);
  }

  private Protector() {}

  /**
   * Writes {@code target}.
   *
   * @param model an ONNX file; its external data lies in the same folder
   * @param target the bundle; replaced only once the new one is whole
   * @param key signs the bundle, and is the only one that can license it
   * @param done told, as it grows, how many bytes of the model are sealed
   * @return what was done
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link
   *     ErrorCode#MODEL_UNREADABLE}, {@link ErrorCode#IO}
   */
  public static ProtectReport protect(
      Path model, Path target, VendorKey key, ProtectOptions options, LongConsumer done) {
    return protect(model, target, key, options, done, Split.DEFAULT);
  }

  static ProtectReport protect(
      Path model,
      Path target,
      VendorKey key,
      ProtectOptions options,
      LongConsumer done,
      Split split) {
    return protect(model, target, key, options, done, split, Rewriter.DEFAULT);
  }

  static ProtectReport protect(
      Path model,
      Path target,
      VendorKey key,
      ProtectOptions options,
      LongConsumer done,
      Split split,
      Rewriter rewriter) {
    try {
      OnnxModel original = OnnxModel.read(model);
      if (options.armor() == ProtectOptions.Armor.NONE) {
        try (ActivationKey activation = ActivationKey.generate(new SecureRandom())) {
          Sealing sealing = new Sealing(target, key, options, activation, done, split);
          return sealing.seal(original, null);
        }
      }
      try (ActivationKey activation = Armoring.activation(key, options)) {
        ArmoredModel armored = Armoring.rewrite(rewriter, original, key, activation, options);
        Sealing sealing = new Sealing(target, key, options, activation, done, split);
        return sealing.seal(original, armored);
      }
    } catch (OnnxException e) {
      throw unreadable(e);
    } catch (BrigandineException e) {
      // Weights are read while the bundle is written; a fault of theirs is not the target's.
      throw e.getCause() instanceof OnnxException cause ? unreadable(cause) : e;
    }
  }

  private static BrigandineException unreadable(OnnxException e) {
    return new BrigandineException(
        ErrorCode.MODEL_UNREADABLE, e.getMessage(), e.hint().orElse(null), e);
  }
}
