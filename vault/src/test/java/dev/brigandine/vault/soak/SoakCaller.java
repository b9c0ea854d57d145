package dev.brigandine.vault.soak;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ConnectOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A process that asks a vault by its socket until it is killed. {@code SOCKET MODEL ANSWERS SEED
 * PAUSE}. Ends by itself only when an answer is wrong (4) or does not come (1).
 */
public final class SoakCaller {
  private final ProtectedModel model;
  private final List<float[]> answers;
  private final Random random;

  private SoakCaller(ProtectedModel model, List<float[]> answers, Random random) {
    this.model = model;
    this.answers = answers;
    this.random = random;
  }

  public static void main(String[] args) throws Exception {
    List<float[]> answers = Work.load(Path.of(args[2]));
    // It runs with the lowest priority: where others build, seconds go by between two of its steps.
    ConnectOptions patient =
        ConnectOptions.defaults().model(args[1]).timeout(Duration.ofMinutes(2));
    try (ProtectedModel model = Brigandine.connect(Path.of(args[0]), patient)) {
      SoakCaller caller = new SoakCaller(model, answers, new Random(Long.parseLong(args[3])));
      while (true) {
        String wrong = args[1].equals("minilm") ? caller.sentence() : caller.sum();
        if (wrong != null) {
          System.err.println("wrong answer of " + args[1] + ": " + wrong);
          System.exit(4);
        }
        Thread.sleep(Long.parseLong(args[4]));
      }
    }
  }

  private String sentence() throws OrtException {
    int number = random.nextInt(answers.size());
    Work.Sentence sentence = Work.Sentence.of(number);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", longs(sentence.ids()));
    inputs.put("attention_mask", longs(sentence.mask()));
    inputs.put("token_type_ids", longs(sentence.types()));
    try (ProtectedModel.Result result = model.run(inputs)) {
      return Work.difference(answers.get(number), floats(result));
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor longs(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        Work.bytes(values).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer(),
        new long[] {1, values.length});
  }

  private String sum() throws OrtException {
    float[] numbers = Work.numbers(random);
    try (OnnxTensor x =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(numbers),
                new long[] {numbers.length / 4, 4});
        ProtectedModel.Result result = model.run(Map.of("x", x))) {
      return Work.sum(numbers, floats(result));
    }
  }

  private static float[] floats(ProtectedModel.Result result) {
    FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
