package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;

import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** With the inputs and outputs of the model in the document's examples, and two numbers a token. */
final class MiniLmDouble {
  private MiniLmDouble() {}

  static FakeModel model() {
    return new FakeModel(
        "minilm",
        List.of(
            spec("input_ids", "int64", "batch", "sequence"),
            spec("attention_mask", "int64", "batch", "sequence"),
            spec("token_type_ids", "int64", "batch", "sequence")),
        List.of(spec("last_hidden_state", "float32", "batch", "sequence", "2")),
        request -> {
          Tensor ids =
              request.inputs().stream()
                  .filter(it -> it.name().equals("input_ids"))
                  .findFirst()
                  .orElseThrow();
          if (ids.shape().length != 2) {
            throw Bad.input("two axes are wanted");
          }
          int count = (int) ids.elements();
          ByteBuffer out = ByteBuffer.allocateDirect(count * 8).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < count; i++) {
            out.putFloat(ids.data().getLong(ids.data().position() + i * 8)).putFloat(1);
          }
          long[] shape = {ids.shape()[0], ids.shape()[1], 2};
          return List.of(new Tensor("last_hidden_state", ElementType.FP32, shape, out.flip()));
        });
  }

  static Map<String, ModelConfig.Embeddings> embeddings(Path tokenizer) {
    return Map.of("minilm", new ModelConfig.Embeddings(Optional.of(tokenizer), "mean", false, 64));
  }
}
