package dev.brigandine.vault.embed;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.Tensor;
import java.util.Locale;

/**
 * Which of a model's inputs and outputs are what, by the names that exporters of BERT give them.
 */
record ModelFit(String output, int rank) {
  /** What an input wants. */
  enum Role {
    IDS,
    MASK,
    SEGMENT
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if it makes no vectors of tokens
   */
  static ModelFit of(ServedModel model, Pooling pooling) {
    boolean ids = false;
    for (TensorSpec spec : model.inputs()) {
      Role role = roleOf(spec);
      if (role == null || !spec.type().equals("int64") && !spec.type().equals("int32")) {
        throw unfit(model, "it has an input that is neither token ids, nor mask, nor segments");
      }
      ids |= role == Role.IDS;
    }
    if (!ids) {
      throw unfit(model, "it has no input_ids");
    }
    for (TensorSpec spec : model.outputs()) {
      if (spec.type().equals("float32") && spec.shape().size() == pooling.rank()) {
        return new ModelFit(spec.name(), pooling.rank());
      }
    }
    throw unfit(model, "it has no float32 output of " + pooling.rank() + " axes for its pooling");
  }

  private static Role roleOf(TensorSpec spec) {
    return switch (spec.name().toLowerCase(Locale.ROOT)) {
      case "input_ids" -> Role.IDS;
      case "attention_mask", "input_mask" -> Role.MASK;
      case "token_type_ids", "segment_ids" -> Role.SEGMENT;
      default -> null;
    };
  }

  Role role(TensorSpec spec) {
    return roleOf(spec);
  }

  ElementType type(TensorSpec spec) {
    return ElementType.ofWord(spec.type()).orElseThrow();
  }

  /**
   * Numbers of one vector.
   *
   * @throws BrigandineException ({@link ErrorCode#ENGINE}) if the output is not as it was declared
   */
  int size(Tensor tensor, int rows, int width) {
    long[] shape = tensor.shape();
    boolean fits =
        shape.length == rank
            && shape[0] == rows
            && (rank == 2 || shape[1] == width)
            && shape[rank - 1] > 0;
    if (!fits) {
      throw new BrigandineException(
          ErrorCode.ENGINE, "the model's output has not the shape of vectors for these tokens");
    }
    return Math.toIntExact(shape[rank - 1]);
  }

  private static BrigandineException unfit(ServedModel model, String why) {
    return new BrigandineException(
        ErrorCode.USAGE, "model '" + model.name() + "' makes no vectors of tokens: " + why);
  }
}
