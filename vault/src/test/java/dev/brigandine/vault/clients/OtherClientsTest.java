package dev.brigandine.vault.clients;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.google.gson.Gson;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.brigandine.license.License;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vault;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.LocalConfig;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.config.VaultConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.net.ApiKeys;
import inference.GrpcPredictV2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vault as clients in Node see it that nobody here wrote: {@code @grpc/grpc-js} with the
 * published protocol, OpenAI's client, and {@code fetch}. Their answers are those of plain ONNX
 * Runtime. Needs Node 20 and npm.
 */
@Tag("clients")
class OtherClientsTest {
  private static final Path SCRIPTS = Path.of("src/test/node");

  /** [CLS] hello world [SEP]; [CLS] the quick brown fox [SEP]. */
  private static final long[][] TOKENS = {
    {101, 7592, 2088, 102}, {101, 1996, 4248, 2829, 4419, 102}
  };

  private static final List<String> TEXTS = List.of("hello world", "the quick brown fox");

  @TempDir static Path folder;
  private static Vault vault;

  @BeforeAll
  static void start() throws Exception {
    Path plain = TinyModels.miniLm(folder.resolve("minilm.onnx"));
    Vendor vendor = new Vendor(folder);
    ModelConfig minilm = sealed(vendor, "minilm", plain);
    ModelConfig words = sealed(vendor, "words", TinyModels.strings(folder.resolve("words.onnx")));
    Path tokenizer = folder.resolve("tokenizer.json");
    try (InputStream in =
        OtherClientsTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      Files.copy(in, tokenizer);
    }
    ModelConfig embedding =
        new ModelConfig(
            minilm.name(),
            minilm.bundle(),
            minilm.licensing(),
            minilm.device(),
            minilm.passphrase(),
            minilm.trust(),
            minilm.revocations(),
            minilm.threads(),
            minilm.concurrency(),
            64,
            Duration.ofMinutes(1),
            minilm.feature(),
            minilm.batching(),
            Optional.of(new ModelConfig.Embeddings(Optional.of(tokenizer), "mean", true, 256)));
    ApiKeys.NewKey key = ApiKeys.newKey("node", new SecureRandom());
    NetConfig net =
        new NetConfig(
            "127.0.0.1",
            0,
            Optional.of(Files.writeString(folder.resolve("keys"), key.line() + "\n")),
            Optional.empty(),
            4 << 20,
            Duration.ofMinutes(1));
    vault =
        Vault.start(
            folder.resolve("vault.yaml"),
            new VaultConfig(
                Files.createDirectory(folder.resolve("state")),
                List.of(embedding, vendor.add("tiny", 1, 1), words),
                new LocalConfig(folder.resolve("socket"), List.of(), 1 << 20, 4),
                Optional.of(net),
                Optional.of(net),
                Duration.ofSeconds(10)),
            new NotHardened(),
            Clock.systemUTC(),
            line -> {});
    write(key.key(), plain);
    try (InputStream in =
        OtherClientsTest.class.getResourceAsStream("/open_inference_grpc.proto")) {
      Files.copy(in, folder.resolve("open_inference_grpc.proto"));
    }
    Files.write(
        folder.resolve("published.bin"),
        FileDescriptorSet.newBuilder()
            .addFile(GrpcPredictV2.getDescriptor().toProto())
            .build()
            .toByteArray());
    try (var scripts = Files.list(SCRIPTS)) {
      for (Path script : scripts.toList()) {
        if (Files.isRegularFile(script)) {
          Files.copy(
              script, folder.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
  }

  @AfterAll
  static void stop() {
    if (vault != null) {
      vault.close();
    }
  }

  @Test
  void grpc() throws Exception {
    run("node", "grpc.mjs");
  }

  /** What the docs show is run as it stands, but for the address. */
  @Test
  void theExampleOfTheDocs() throws Exception {
    String docs = Files.readString(Path.of("../docs/vault-grpc.md"));
    int begin = docs.indexOf("```js\n") + 6;
    String example = docs.substring(begin, docs.indexOf("```", begin));
    Files.writeString(
        folder.resolve("example.mjs"),
        "import { cases } from './cases.mjs';\nprocess.env.KEY = cases.key;\n"
            + example.replace("'127.0.0.1:8491'", "cases.grpc"));
    assertThat(run("node", "example.mjs")).contains("Float32Array(4) [ 2, 3, 4, 5 ]");
  }

  @Test
  void openAi() throws Exception {
    run("node", "embeddings.mjs");
  }

  @Test
  void rest() throws Exception {
    run("node", "rest.mjs");
  }

  private static ModelConfig sealed(Vendor vendor, String name, Path model) throws IOException {
    Path bundle = vendor.protect(model, 1, ProtectOptions.Armor.NONE);
    return vendor.config(name, bundle, vendor.license(bundle));
  }

  private static void write(String key, Path plain) throws Exception {
    Map<String, Object> cases = new LinkedHashMap<>();
    vault.fronts().forEach(front -> cases.put(front.kind(), front.address()));
    cases.compute("http", (kind, at) -> at.toString().contains("://") ? at : "http://" + at);
    cases.put("key", key);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(plain.toString())) {
      long[][] rows = new long[2][16];
      for (int row = 0; row < 2; row++) {
        for (int i = 0; i < 16; i++) {
          rows[row][i] = i == 0 ? 101 : i == 15 ? 102 : 2000 + 31L * i + 7 * row;
        }
      }
      cases.put("minilm", run(session, rows));
      List<float[]> vectors = new ArrayList<>();
      for (long[] tokens : TOKENS) {
        float[] states = (float[]) run(session, tokens).get("output");
        vectors.add(mean(states, tokens.length));
      }
      cases.put("embeddings", Map.of("tokens", TOKENS, "texts", TEXTS, "vectors", vectors));
    }
    Files.writeString(folder.resolve("cases.json"), new Gson().toJson(cases));
  }

  /** Inputs and output of plain ONNX Runtime, as {@code cases.json} has them. */
  private static Map<String, Object> run(OrtSession session, long[]... rows) throws Exception {
    long[] shape = {rows.length, rows[0].length};
    LongBuffer ids = LongBuffer.allocate(rows.length * rows[0].length);
    LongBuffer ones = LongBuffer.allocate(ids.capacity());
    for (long[] row : rows) {
      ids.put(row);
    }
    while (ones.hasRemaining()) {
      ones.put(1);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, long[]> data =
        Map.of(
            "input_ids",
            ids.array(),
            "attention_mask",
            ones.array(),
            "token_type_ids",
            new long[ids.capacity()]);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    List<Map<String, Object>> told = new ArrayList<>();
    for (String name : session.getInputNames()) {
      inputs.put(
          name, OnnxTensor.createTensor(environment, LongBuffer.wrap(data.get(name)), shape));
      told.add(Map.of("name", name, "shape", shape, "data", data.get(name)));
    }
    try (OrtSession.Result result = session.run(inputs)) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      FloatBuffer floats = output.getFloatBuffer();
      float[] values = new float[floats.remaining()];
      floats.get(values);
      return Map.of("inputs", told, "output", values, "shape", output.getInfo().getShape());
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** Mean over the tokens, then length 1. */
  private static float[] mean(float[] states, int tokens) {
    int width = states.length / tokens;
    double[] sums = new double[width];
    for (int i = 0; i < states.length; i++) {
      sums[i % width] += states[i];
    }
    double length = 0;
    for (double sum : sums) {
      length += sum * sum;
    }
    float[] mean = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (sums[i] / Math.sqrt(length));
    }
    return mean;
  }

  private static String run(String... command) throws Exception {
    Path log = folder.resolve("log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "this test needs Node 20 or newer and npm: apt-get install nodejs npm", e);
    }
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(log);
    System.out.println(said);
    assertThat(ended && process.exitValue() == 0)
        .as("%s\n%s", String.join(" ", command), said)
        .isTrue();
    return said;
  }

  /** The test's own process is not the thing on trial here. */
  private static final class NotHardened implements Hardening {
    @Override
    public List<Measure> measures() {
      return List.of();
    }

    @Override
    public void require(License license) {}
  }
}
