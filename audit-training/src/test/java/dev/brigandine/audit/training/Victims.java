package dev.brigandine.audit.training;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.testing.Trained;
import dev.brigandine.protect.TrialKeys;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models to attack, and what to ask them. */
public final class Victims {
  private Victims() {}

  public static OnnxModel model(Trained trained) throws Exception {
    return OnnxModel.read(trained.write(folder()));
  }

  public static OnnxModel miniLm() throws Exception {
    Path file = folder().resolve("minilm.onnx");
    try (InputStream in = Victims.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      Files.copy(in, file);
    }
    return OnnxModel.read(file);
  }

  /** Deleted when the tests end. */
  public static Path folder() throws Exception {
    Path folder = Files.createTempDirectory("victim");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try (var files = Files.walk(folder)) {
                    files
                        .sorted(java.util.Comparator.reverseOrder())
                        .forEach(f -> f.toFile().delete());
                  } catch (java.io.IOException e) {
                    // It lies in the system's folder for such.
                  }
                }));
    return folder;
  }

  /** As a thief would capture it. */
  public static Captured armored(OnnxModel model) throws Exception {
    return rewritten(model, ArmorLevel.FULL);
  }

  public static Captured rewritten(OnnxModel model, ArmorLevel level) throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 7;
    try (TrialKeys source = TrialKeys.draw()) {
      ArmoredModel armored =
          Armor.rewrite(model, new ArmorOptions(level, 0.03, seed, List.of()), source);
      Map<String, Constant> keys = new LinkedHashMap<>();
      for (int i = 0; i < armored.keys().size(); i++) {
        KeyTensor key = armored.keys().get(i);
        ByteBuffer elements = source.derive(i, key);
        byte[] raw = new byte[elements.remaining()];
        elements.duplicate().get(raw);
        int type = key.kind() == KeyTensor.Kind.PERMUTE ? 7 : 1;
        keys.put(key.input(), Constant.of(type, key.shape(), raw));
      }
      return new Captured(armored.model().toGraph(), armored.names(), keys);
    }
  }

  public static List<SampleTensor> images(int count, String name) throws Exception {
    FloatBuffer images = Trained.images(count);
    ByteBuffer bytes = ByteBuffer.allocate(4 * images.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(images);
    return List.of(
        new SampleTensor(name, "float32", new long[] {count, 1, 28, 28}, bytes, List.of()));
  }

  /** Token ids as of a tokenizer, the last of each line masked. */
  public static List<SampleTensor> ids(int lines, int length, Map<String, String> names) {
    Random random = new Random(11);
    List<SampleTensor> inputs = new ArrayList<>();
    for (String name : List.of("input_ids", "attention_mask", "token_type_ids")) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * lines * length).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < lines * length; i++) {
        bytes.putLong(
            switch (name) {
              case "input_ids" -> 1000 + random.nextInt(20000);
              case "attention_mask" -> i % length == length - 1 ? 0 : 1;
              default -> 0;
            });
      }
      inputs.add(
          new SampleTensor(
              names.getOrDefault(name, name),
              "int64",
              new long[] {lines, length},
              bytes.flip(),
              List.of()));
    }
    return inputs;
  }

  public static List<SampleTensor> renamed(List<SampleTensor> inputs, Map<String, String> names) {
    return inputs.stream()
        .map(
            input ->
                new SampleTensor(
                    names.get(input.name()),
                    input.type(),
                    input.shape(),
                    input.data(),
                    input.strings()))
        .toList();
  }
}
