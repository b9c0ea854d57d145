package dev.brigandine.vault.embed;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Text to vectors by a served model: tokens, runs of texts of about one length, pooling, and where
 * wanted a length of 1. Each run counts against the licence: one for up to {@value #MOST_ROWS}
 * texts and {@value #MOST_TOKENS} tokens. Safe for all threads.
 */
public final class Embedder {
  /** Texts of one run. */
  static final int MOST_ROWS = 32;

  /** Tokens of one run, padding included, unless one text has more. */
  static final int MOST_TOKENS = 8_192;

  private final Optional<WordPiece> tokenizer;
  private final Pooling pooling;
  private final boolean normalize;
  private final int maxTokens;

  private Embedder(
      Optional<WordPiece> tokenizer, Pooling pooling, boolean normalize, int maxTokens) {
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    this.normalize = normalize;
    this.maxTokens = maxTokens;
  }

  /**
   * Vectors in the order of the inputs.
   *
   * @param tokens that the model has read, special tokens included, padding not
   */
  public record Vectors(List<float[]> vectors, long tokens) {}

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}, {@link ErrorCode#FILE_UNREADABLE})
   */
  public static Embedder open(ModelConfig.Embeddings config) {
    if (config.maxTokens() < 3) {
      throw new BrigandineException(
          ErrorCode.USAGE, "max-tokens is " + config.maxTokens() + ", less than 3", null);
    }
    return new Embedder(
        config.tokenizer().map(TokenizerFile::read),
        Pooling.of(config.pooling()),
        config.normalize(),
        config.maxTokens());
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if the model makes no vectors of tokens
   */
  public void check(ServedModel model) {
    ModelFit.of(model, pooling);
  }

  /**
   * A text's token ids, special tokens included, cut where they are too many.
   *
   * @throws BadParameterException if there is no tokenizer
   */
  public int[] tokens(String text) {
    return tokenizer
        .orElseThrow(
            () ->
                new BadParameterException(
                    "input", "this model has no tokenizer here; send token ids"))
        .encode(text, maxTokens);
  }

  /**
   * Takes a caller's own token ids as they are, special tokens and all.
   *
   * @throws BadParameterException on too many or unknown ones
   */
  public int[] tokens(int[] ids) {
    int most = tokenizer.map(WordPiece::size).orElse(Integer.MAX_VALUE);
    if (ids.length == 0 || ids.length > maxTokens) {
      throw new BadParameterException(
          "input", "an input has " + ids.length + " token ids, 1 to " + maxTokens + " are taken");
    }
    for (int id : ids) {
      if (id < 0 || id >= most) {
        throw new BadParameterException("input", "token id " + id + " is not in the vocabulary");
      }
    }
    return ids;
  }

  /**
   * Runs the model.
   *
   * @param inputs token ids, none of them empty
   * @param memory gives direct, little-endian buffers of so many bytes
   * @throws BrigandineException as {@link ServedModel#run}; {@link ErrorCode#USAGE} if the model is
   *     none that makes vectors of tokens
   */
  public Vectors embed(
      ServedModel model, List<int[]> inputs, LongFunction<ByteBuffer> memory, Cancellation cancel) {
    ModelFit fit = ModelFit.of(model, pooling);
    List<Integer> order = new ArrayList<>();
    long tokens = 0;
    for (int i = 0; i < inputs.size(); i++) {
      order.add(i);
      tokens += inputs.get(i).length;
    }
    order.sort(Comparator.comparingInt(i -> inputs.get(i).length));
    float[][] vectors = new float[inputs.size()][];
    int from = 0;
    while (from < order.size()) {
      int to = end(inputs, order, from);
      run(model, fit, inputs, order.subList(from, to), vectors, memory, cancel);
      from = to;
    }
    return new Vectors(List.of(vectors), tokens);
  }

  /** Texts in order of length: the last of a run is its longest. */
  private static int end(List<int[]> inputs, List<Integer> order, int from) {
    int to = from + 1;
    while (to < order.size()
        && to - from < MOST_ROWS
        && (long) inputs.get(order.get(to)).length * (to - from + 1) <= MOST_TOKENS) {
      to++;
    }
    return to;
  }

  private void run(
      ServedModel model,
      ModelFit fit,
      List<int[]> inputs,
      List<Integer> rows,
      float[][] vectors,
      LongFunction<ByteBuffer> memory,
      Cancellation cancel) {
    int width = inputs.get(rows.get(rows.size() - 1)).length;
    List<Tensor> tensors = new ArrayList<>();
    for (TensorSpec spec : model.inputs()) {
      tensors.add(tensor(fit, spec, inputs, rows, width, memory));
    }
    try (Answer answer = model.run(new Request(tensors, List.of(fit.output()), cancel))) {
      Tensor output = answer.outputs().get(0);
      int size = fit.size(output, rows.size(), width);
      ByteBuffer data = output.data().slice().order(ByteOrder.LITTLE_ENDIAN);
      for (int row = 0; row < rows.size(); row++) {
        int index = rows.get(row);
        float[] vector = pooling.pool(data, row, width, inputs.get(index).length, size);
        if (normalize) {
          toLengthOne(vector);
        }
        vectors[index] = vector;
      }
    }
  }

  private Tensor tensor(
      ModelFit fit,
      TensorSpec spec,
      List<int[]> inputs,
      List<Integer> rows,
      int width,
      LongFunction<ByteBuffer> memory) {
    ElementType type = fit.type(spec);
    int padding = tokenizer.map(WordPiece::padding).orElse(0);
    ByteBuffer data = memory.apply((long) rows.size() * width * type.size());
    for (int index : rows) {
      int[] ids = inputs.get(index);
      for (int i = 0; i < width; i++) {
        boolean real = i < ids.length;
        int value =
            switch (fit.role(spec)) {
              case IDS -> real ? ids[i] : padding;
              case MASK -> real ? 1 : 0;
              case SEGMENT -> 0;
            };
        if (type == ElementType.INT64) {
          data.putLong(value);
        } else {
          data.putInt(value);
        }
      }
    }
    return new Tensor(spec.name(), type, new long[] {rows.size(), width}, data.flip());
  }

  private static void toLengthOne(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    double length = Math.max(Math.sqrt(sum), 1e-12);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
  }
}
