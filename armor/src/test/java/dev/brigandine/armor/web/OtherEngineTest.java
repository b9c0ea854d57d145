package dev.brigandine.armor.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An armored model is standard ONNX: another engine, WebAssembly in Node, gives the answers that
 * ONNX Runtime for Java gives for the original. Needs Node 20 and npm, which installs {@code
 * onnxruntime-web}.
 */
@Tag("web")
class OtherEngineTest {
  private static final Path SCRIPT = Path.of("src/test/node");

  @TempDir Path folder;

  @Test
  void answersTheSameInWebAssembly() throws Exception {
    List<String> cases = new ArrayList<>();
    cases.add(armored("minilm", "/all-minilm-l6-v2.onnx"));
    cases.add(armored("direction", "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"));
    Files.writeString(folder.resolve("cases.json"), "[" + String.join(",", cases) + "]");
    for (String file : List.of("package.json", "package-lock.json", "check.mjs")) {
      Files.copy(SCRIPT.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    run("node", "check.mjs", ".");
  }

  private void run(String... command) throws Exception {
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
    assertThat(ended && process.exitValue() == 0).as("%s\n%s", command[0], said).isTrue();
  }

  /** Saves the armored model and tells of its inputs, its keys and the original's answers. */
  private String armored(String name, String resource) throws Exception {
    Path file = folder.resolve(name + "-original.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
    OnnxModel original = OnnxModel.read(file);
    byte[] seed = new byte[32];
    seed[0] = 9;
    ArmorOptions options =
        new ArmorOptions(ArmorLevel.FULL, ArmorOptions.DEFAULT_BUDGET, seed, List.of());
    TestKeys source = new TestKeys(5);
    ArmoredModel armored = Armor.rewrite(original, options, source);
    assertThat(armored.keys()).isNotEmpty();
    armored.model().save(folder.resolve(name + ".onnx"));
    List<SampleTensor> inputs = SampleInputs.of(original).draw(3);
    Map<String, Tensor> answers;
    try (LoadedModel model = LoadedModel.open(original)) {
      answers = model.run(inputs);
    }
    List<String> in = new ArrayList<>();
    for (SampleTensor input : inputs) {
      in.add(tensor(armored.names().get(input.name()), input.type(), input.shape(), input.data()));
    }
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < armored.keys().size(); i++) {
      KeyTensor key = armored.keys().get(i);
      String type = key.kind() == KeyTensor.Kind.PERMUTE ? "int64" : "float32";
      long[] shape = key.shape().stream().mapToLong(n -> n).toArray();
      keys.add(tensor(key.input(), type, shape, source.derive(i, key)));
    }
    List<String> out = new ArrayList<>();
    answers.forEach(
        (output, tensor) ->
            out.add(tensor(armored.names().get(output), "float32", tensor.shape(), tensor.data())));
    return "{\"model\":\"%s.onnx\",\"tolerance\":1e-4,\"runs\":[{%s,%s,%s}]}"
        .formatted(name, list("inputs", in), list("keys", keys), list("outputs", out));
  }

  private static String list(String name, List<String> values) {
    return "\"" + name + "\":[" + String.join(",", values) + "]";
  }

  private static String tensor(String name, String type, long[] shape, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    String base64 = new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
    return "{\"name\":\"%s\",\"type\":\"%s\",\"shape\":%s,\"data\":\"%s\"}"
        .formatted(name, type, Arrays.toString(shape), base64);
  }
}
