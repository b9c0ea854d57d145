package dev.brigandine.vault.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.protect.ProtectOptions.Armor;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.embed.MiniLmTokenizer;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.model.ModelShelf;
import dev.brigandine.vault.model.ShelfOptions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a sealed model, its licence, the shelf, HTTP. */
class ProtectedModelTest {
  private static final String FOUR =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}";

  @TempDir Path folder;

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);

  private ModelShelf open(ModelConfig... configs) {
    Hardening open =
        new Hardening() {
          @Override
          public List<Measure> measures() {
            return List.of();
          }

          @Override
          public void require(License license) {}
        };
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return Clock.systemUTC().getZone();
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return Instant.now().plus(later.get());
          }
        };
    return ModelShelf.open(
        List.of(configs), open, ShelfOptions.of(folder.resolve("state")).clock(clock));
  }

  @Test
  void versionsAndTheEndOfALicence() throws Exception {
    Vendor vendor = new Vendor(folder);
    try (ModelShelf shelf = open(vendor.add("add", 1, 1), vendor.add("add", 10, 2));
        Served served = Served.start(shelf)) {
      assertThat(served.post("/v2/models/add/infer", FOUR).body())
          .contains("\"model_version\":\"2\"")
          .contains("\"data\":[11.0,12.0,13.0,14.0]");
      assertThat(served.post("/v2/models/add/versions/1/infer", FOUR).body())
          .contains("\"data\":[2.0,3.0,4.0,5.0]");
      JsonObject metadata =
          JsonParser.parseString(served.get("/v2/models/add").body()).getAsJsonObject();
      assertThat(metadata.getAsJsonArray("versions").toString()).isEqualTo("[\"2\",\"1\"]");
      assertThat(metadata.getAsJsonArray("inputs").toString())
          .isEqualTo("[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,4]}]");
      refused(served, "/v2/models/add/versions/3/infer", FOUR, 404, "model-unknown");
      String wrong = FOUR.replace("[1,4]", "[2,2]");
      refused(served, "/v2/models/add/infer", wrong, 400, "bad-input");
      refused(served, "/v2/models/add/infer", "{\"inputs\":[]}", 400, "bad-input");

      later.set(Duration.ofDays(31));
      refused(served, "/v2/models/add/infer", FOUR, 403, "license-expired");
      assertThat(served.get("/v2/models/add/ready").statusCode()).isEqualTo(503);
      assertThat(served.get("/v2/health/ready").statusCode()).isEqualTo(503);
      assertThat(served.get("/v2/health/live").statusCode()).isEqualTo(200);
      served.awaitRest();
    }
  }

  private static void refused(Served served, String path, String body, int status, String code)
      throws Exception {
    HttpResponse<String> answer = served.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Brigandine-Code")).contains(code);
    assertThat(answer.body()).startsWith("{\"error\":\"");
  }

  @Test
  void runsAreCounted() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path model = TinyModels.add(folder.resolve("m.onnx"), 1);
    Path bundle = vendor.protect(model, 1, Armor.NONE);
    Path licence = vendor.license(bundle, LicenseTerms.expiring(Vendor.END).runs(2).build());
    try (ModelShelf shelf = open(vendor.config("add", bundle, licence));
        Served served = Served.start(shelf)) {
      assertThat(served.post("/v2/models/add/infer", FOUR).statusCode()).isEqualTo(200);
      // What is refused for its input is not a run.
      refused(served, "/v2/models/add/infer", FOUR.replace("[1,4]", "[2,2]"), 400, "bad-input");
      assertThat(served.post("/v2/models/add/infer", FOUR).statusCode()).isEqualTo(200);
      refused(served, "/v2/models/add/infer", FOUR, 403, "license-expired");
    }
  }

  @Test
  void strings() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path bundle = vendor.protect(TinyModels.strings(folder.resolve("s.onnx")), 1, Armor.NONE);
    try (ModelShelf shelf = open(vendor.config("text", bundle, vendor.license(bundle)));
        Served served = Served.start(shelf)) {
      String body =
          "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"BYTES\","
              + "\"data\":[\"a\",\"\",\"é😀\",\"\\u0001\"]}]}";
      assertThat(served.post("/v2/models/text/infer", body).body())
          .contains("\"data\":[\"a\",\"\",\"é😀\",\"\\u0001\"]");
    }
  }

  /** The armored model's vectors are the plain one's, up to rounding. */
  @Test
  void embeddingsOfAnArmoredModel() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path onnx = TinyModels.miniLm(folder.resolve("minilm.onnx"));
    Path tokenizer = MiniLmTokenizer.write(folder.resolve("tokenizer.json"));
    Path bundle = vendor.protect(onnx, 1, Armor.REWRITE);
    ModelConfig config = vendor.config("minilm", bundle, vendor.license(bundle));
    ModelConfig.Embeddings mean =
        new ModelConfig.Embeddings(Optional.of(tokenizer), "mean", true, 64);
    String body = "{\"model\":\"minilm\",\"input\":[\"a coat\",\"with steel plates inside\"]}";
    JsonArray armored;
    try (ModelShelf shelf = open(config);
        Served served = Served.start(shelf, Map.of("minilm", mean))) {
      assertThat(shelf.find("minilm", OptionalLong.empty()).version()).isEqualTo(1);
      armored = vectors(served, body);
    }
    try (PlainModel model =
            new PlainModel(
                "minilm",
                Files.readAllBytes(onnx),
                MiniLmDouble.model().inputs(),
                List.of(FakeModel.spec("last_hidden_state", "float32", "batch", "seq", "384")));
        Served served = Served.start(new FakeModels(model.served), Map.of("minilm", mean))) {
      JsonArray plain = vectors(served, body);
      assertThat(plain).hasSize(2);
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 384; j++) {
          assertThat(number(armored, i, j)).isCloseTo(number(plain, i, j), within(1e-4f));
        }
      }
    }
  }

  private static float number(JsonArray data, int i, int j) {
    return data.get(i).getAsJsonObject().getAsJsonArray("embedding").get(j).getAsFloat();
  }

  private static JsonArray vectors(Served served, String body) throws Exception {
    HttpResponse<String> answer = served.post("/v1/embeddings", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("data");
  }
}
