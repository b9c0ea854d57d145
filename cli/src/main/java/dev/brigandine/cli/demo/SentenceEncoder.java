package dev.brigandine.cli.demo;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.embed.WordPiece;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Sentences to vectors by a protected model of the MiniLM kind: what an application would write.
 */
public final class SentenceEncoder {
  private static final int MOST_TOKENS = 256;

  private final ProtectedModel model;
  private final WordPiece tokenizer;

  /** The model and tokenizer are the caller's to close. */
  public SentenceEncoder(ProtectedModel model, WordPiece tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  private long[] ids(String sentence) {
    return Arrays.stream(tokenizer.encode(sentence, MOST_TOKENS)).asLongStream().toArray();
  }

  /** One vector of length 1 per sentence. */
  public float[][] encode(List<String> sentences) throws OrtException {
    long[][] ids = sentences.stream().map(this::ids).toArray(long[][]::new);
    int longest = Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(0);
    long[][] mask = new long[ids.length][longest];
    for (int i = 0; i < ids.length; i++) {
      Arrays.fill(mask[i], 0, ids[i].length, 1);
      ids[i] = Arrays.copyOf(ids[i], longest);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor tokens = OnnxTensor.createTensor(environment, ids);
        OnnxTensor kept = OnnxTensor.createTensor(environment, mask);
        OnnxTensor types = OnnxTensor.createTensor(environment, new long[ids.length][longest]);
        ProtectedModel.Result result =
            model.run(
                Map.of("input_ids", tokens, "attention_mask", kept, "token_type_ids", types))) {
      OnnxTensor hidden = (OnnxTensor) result.get(0);
      long[] shape = hidden.getInfo().getShape();
      return MostAlike.pool(hidden.getFloatBuffer(), mask, (int) shape[2]);
    }
  }
}
