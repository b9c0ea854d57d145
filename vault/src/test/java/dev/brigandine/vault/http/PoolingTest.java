package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.embed.MiniLmTokenizer;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of a model that answers (id, 1) for each token. */
class PoolingTest {
  @TempDir Path folder;
  private Path tokenizer;

  @BeforeEach
  void tokenizer() throws Exception {
    tokenizer = MiniLmTokenizer.write(folder.resolve("tokenizer.json"));
  }

  private ModelConfig.Embeddings embeddings(String pooling, boolean normalize) {
    return new ModelConfig.Embeddings(Optional.of(tokenizer), pooling, normalize, 64);
  }

  private static String embed(Served served, String input) throws Exception {
    HttpResponse<String> answer =
        served.post("/v1/embeddings", "{\"model\":\"minilm\",\"input\":" + input + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    StringBuilder vectors = new StringBuilder();
    JsonParser.parseString(answer.body())
        .getAsJsonObject()
        .getAsJsonArray("data")
        .forEach(one -> vectors.append(one.getAsJsonObject().get("embedding")));
    return vectors.toString();
  }

  @Test
  void theMeanIsOfTheTokensAndNotOfThePadding() throws Exception {
    try (Served served =
        Served.start(
            new FakeModels(MiniLmDouble.model()), Map.of("minilm", embeddings("mean", false)))) {
      assertThat(embed(served, "[\"hello world\",\"hello\"]"))
          .isEqualTo("[2470.75,1.0][2598.3333,1.0]");
    }
  }

  @Test
  void theFirstToken() throws Exception {
    try (Served served =
        Served.start(
            new FakeModels(MiniLmDouble.model()), Map.of("minilm", embeddings("cls", false)))) {
      assertThat(embed(served, "[\"hello world\",\"hello\"]")).isEqualTo("[101.0,1.0][101.0,1.0]");
      assertThat(embed(served, "[[3,4],[5]]")).isEqualTo("[3.0,1.0][5.0,1.0]");
    }
  }

  /** 32-bit ids, no mask and segments, and vectors by the model itself. */
  @Test
  void byTheModelItself() throws Exception {
    FakeModel model =
        new FakeModel(
            "minilm",
            List.of(spec("input_ids", "int32", "batch", "sequence")),
            List.of(
                spec("tokens", "float32", "batch", "sequence", "2"),
                spec("sentence", "float32", "batch", "2")),
            request -> {
              Tensor ids = request.inputs().get(0);
              assertThat(request.outputs()).containsExactly("sentence");
              int rows = (int) ids.shape()[0];
              ByteBuffer out = ByteBuffer.allocate(rows * 8).order(ByteOrder.LITTLE_ENDIAN);
              for (int row = 0; row < rows; row++) {
                out.putFloat(3).putFloat(4);
              }
              return List.of(
                  new Tensor("sentence", ElementType.FP32, new long[] {rows, 2}, out.flip()));
            });
    try (Served served =
        Served.start(new FakeModels(model), Map.of("minilm", embeddings("none", true)))) {
      assertThat(embed(served, "[\"hello world\",\"a\"]")).isEqualTo("[0.6,0.8][0.6,0.8]");
    }
  }

  private void refused(FakeModel model, ModelConfig.Embeddings embeddings, String why) {
    assertThatThrownBy(
            () -> Served.start(new FakeModels(model), Map.of("minilm", embeddings)).close())
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }

  @Test
  void whatDoesNotFitIsToldAtTheStart() throws Exception {
    refused(MiniLmDouble.model(), embeddings("none", true), "no float32 output of 2 axes");
    refused(MiniLmDouble.model(), embeddings("max", true), "'max' is no pooling");
    refused(
        FakeModel.echo("minilm", spec("pixels", "float32", "?")),
        embeddings("mean", true),
        "neither token ids");
    refused(
        FakeModel.echo("minilm", spec("attention_mask", "int64", "?")),
        embeddings("mean", true),
        "no input_ids");
    Path bpe = Files.writeString(folder.resolve("bpe.json"), "{\"model\":{\"type\":\"BPE\"}}");
    refused(
        MiniLmDouble.model(),
        new ModelConfig.Embeddings(Optional.of(bpe), "mean", true, 64),
        "is of type BPE");
  }

  private static ModelConfig config(Optional<ModelConfig.Embeddings> embeddings) {
    Path none = Path.of("none");
    return new ModelConfig(
        "minilm",
        none,
        new ModelConfig.Licensing.File(none),
        none,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        1,
        1,
        Duration.ofSeconds(1),
        Optional.empty(),
        Optional.empty(),
        embeddings);
  }

  @Test
  void aReloadTakesOthersOn() throws Exception {
    try (Served served = Served.start(new FakeModels(MiniLmDouble.model()))) {
      assertThat(served.get("/v1/models/minilm").statusCode()).isEqualTo(404);
      served.front.reload(List.of(config(Optional.of(embeddings("mean", false)))));
      assertThat(embed(served, "\"hello\"")).isEqualTo("[2598.3333,1.0]");
      ModelConfig wrong = config(Optional.of(embeddings("none", false)));
      assertThatThrownBy(() -> served.front.reload(List.of(wrong)))
          .isInstanceOf(BrigandineException.class);
      assertThat(embed(served, "\"hello\"")).isEqualTo("[2598.3333,1.0]");
      served.front.reload(List.of(config(Optional.empty())));
      assertThat(served.get("/v1/models/minilm").statusCode()).isEqualTo(404);
    }
  }
}
