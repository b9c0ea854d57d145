package dev.brigandine.armor.random;

import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small valid model of random operators, made from one number: the same number makes the same
 * model and the same inputs, on every machine.
 *
 * @param seed that number
 * @param model 3 to 25 nodes, or a few more
 * @param inputs of the model
 * @param shapes what every value of the main graph that is not a helper should turn out to be
 * @param recipes what it was made of
 * @param rounds whether sums of floats are rounded to integers somewhere, so that other last bits
 *     may become a whole step
 */
public record RandomGraph(
    long seed,
    ModelGraph model,
    List<Input> inputs,
    Map<String, List<Long>> shapes,
    List<String> recipes,
    boolean rounds) {
  /** Ids are below this. */
  static final long WORDS = 11;

  /**
   * An input.
   *
   * @param elementType {@code TensorProto.DataType}
   */
  public record Input(String name, int elementType, List<Long> shape) {}

  private static final int MOST_NODES = 25;

  private static final long[] OPSETS = {11, 13, 13, 17, 17, 18, 21};

  /** Draws the graph of a seed. */
  public static RandomGraph of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long opset = OPSETS[random.nextInt(OPSETS.length)];
    int drawn = random.nextInt(100);
    int floats = drawn < 88 ? Draft.FLOAT : drawn < 94 ? Draft.DOUBLE : Draft.HALF;
    Draft draft = new Draft(random, opset, floats);
    List<Value> inputs = inputs(draft);
    inputs.forEach(draft::add);
    // Half precision over many layers is noise.
    int wanted = floats == Draft.HALF ? draft.between(2, 6) : draft.between(3, MOST_NODES);
    List<String> made = new ArrayList<>();
    for (int tries = 0; draft.size() < wanted && tries < 300; tries++) {
      Recipe recipe = recipe(random);
      boolean fits = draft.size() == 0 || draft.size() + recipe.nodes() <= wanted + 1;
      if (fits && recipe.types().have(floats) && recipe.step().add(draft)) {
        made.add(recipe.name());
      }
    }
    List<Value> used = inputs.stream().filter(draft::isUsed).toList();
    Map<String, ValueType> typed = new LinkedHashMap<>();
    boolean open = draft.chance(0.3);
    used.forEach(input -> typed.put(input.name(), Draft.typeOf(input, open)));
    Graph graph = draft.graph(typed, outputs(draft, inputs));
    ModelGraph model = new ModelGraph(8, Map.of("", opset), graph, List.of());
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    draft.values().forEach(value -> shapes.put(value.name(), longs(value.shape())));
    inputs.stream().filter(input -> !used.contains(input)).forEach(i -> shapes.remove(i.name()));
    return new RandomGraph(
        seed,
        model,
        used.stream().map(v -> new Input(v.name(), v.type(), longs(v.shape()))).toList(),
        shapes,
        made,
        draft.rounds());
  }

  /** Inputs from another number: floats of ordinary size, ids, flags. */
  public List<SampleTensor> draw(long inputSeed) {
    SplittableRandom random = new SplittableRandom(seed ^ inputSeed * 0x9e3779b97f4a7c15L);
    return inputs.stream().map(input -> draw(input, random)).toList();
  }

  private static SampleTensor draw(Input input, SplittableRandom random) {
    long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[(int) Value.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (input.elementType()) {
            case Draft.INT64 -> random.nextInt((int) WORDS);
            case Draft.BOOL -> random.nextInt(2);
            default -> 1.7 * (2 * random.nextDouble() - 1);
          };
    }
    ByteBuffer data = ByteBuffer.wrap(Draft.Elements.bytes(input.elementType(), values));
    return new SampleTensor(input.name(), word(input.elementType()), shape, data, List.of());
  }

  private static String word(int type) {
    return switch (type) {
      case Draft.FLOAT -> "float32";
      case Draft.DOUBLE -> "float64";
      case Draft.HALF -> "float16";
      case Draft.INT64 -> "int64";
      default -> "bool";
    };
  }

  private static List<Value> inputs(Draft draft) {
    long batch = draft.between(1, 2);
    int count = draft.between(1, 3);
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long channels = draft.channels();
      long[] shape =
          switch (draft.between(0, 9)) {
            case 0, 1, 2 -> new long[] {batch, channels};
            case 3, 4, 5 -> new long[] {batch, draft.between(2, 6), channels};
            default -> new long[] {batch, channels, draft.between(2, 8), draft.between(2, 8)};
          };
      inputs.add(new Value(draft.name("x"), draft.floats, shape, true, 1));
    }
    if (draft.chance(0.3)) {
      long[] shape = {batch, draft.between(2, 6)};
      inputs.add(new Value(draft.name("ids"), Draft.INT64, shape, true, WORDS));
    }
    if (draft.chance(0.2)) {
      long[] shape = draft.chance(0.5) ? new long[0] : new long[] {1};
      inputs.add(new Value(draft.name("flag"), Draft.BOOL, shape, true, 1));
    }
    if (draft.chance(0.2)) {
      // A second one of the same shape, to be added and compared.
      Value first = inputs.get(0);
      inputs.add(new Value(draft.name("x"), first.type(), first.shape(), true, 1));
    }
    return inputs;
  }

  private static Recipe recipe(SplittableRandom random) {
    int total = Recipe.ALL.stream().mapToInt(Recipe::weight).sum();
    int drawn = random.nextInt(total);
    for (Recipe recipe : Recipe.ALL) {
      drawn -= recipe.weight();
      if (drawn < 0) {
        return recipe;
      }
    }
    throw new IllegalStateException();
  }

  /** All that nothing reads, and now and then what something does. */
  private static List<Value> outputs(Draft draft, List<Value> inputs) {
    List<Value> outputs = new ArrayList<>();
    for (Value value : draft.values()) {
      boolean read = draft.isUsed(value);
      if (!inputs.contains(value) && (!read || draft.chance(0.06))) {
        outputs.add(value);
      }
    }
    return outputs;
  }

  private static List<Long> longs(long[] shape) {
    return java.util.stream.LongStream.of(shape).boxed().toList();
  }

  /** Its seed, and what it was made of. */
  @Override
  public String toString() {
    return "seed " + seed + "L: " + String.join(", ", recipes);
  }
}
