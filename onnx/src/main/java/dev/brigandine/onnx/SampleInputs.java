package dev.brigandine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Inputs to try a model with, made from its own description: sizes for the axes it leaves open, and
 * values that models of its kind take. A guess, by names and by the first operators an input meets:
 * no promise that the model accepts them, still less that its answers mean anything.
 */
public final class SampleInputs {
  /** An input of more elements than this is not made. */
  private static final long MAX_ELEMENTS = 1L << 27;

  /** Heap bytes for one more short word in a list. */
  private static final int WORD = 16;

  private record Plan(String name, ElementType type, List<SampleAxis> axes, SampleValues values) {
    long[] shape(Map<String, Long> dims) {
      return axes.stream().mapToLong(axis -> axis.size(dims)).toArray();
    }
  }

  private final List<Plan> plans;

  private SampleInputs(List<Plan> plans) {
    this.plans = plans;
  }

  /**
   * Plans inputs for {@code model}.
   *
   * @throws OnnxException ({@code no-sample}) if an input is no tensor, or of a type that ONNX
   *     Runtime's Java API cannot make
   */
  public static SampleInputs of(OnnxModel model) throws OnnxException {
    List<ValueDescription> inputs = model.inputs();
    InputFlow flow = new InputFlow(new GraphIndex(model.proto()));
    SampleShapes shapes = new SampleShapes(flow, inputs, model.outputs());
    List<Plan> plans = new ArrayList<>();
    for (ValueDescription input : inputs) {
      ElementType type =
          ElementType.named(input.type())
              .filter(found -> found.javaCan || found == ElementType.STRING)
              .orElseThrow(
                  () ->
                      none(
                          input.name(), "is of type " + input.type() + ", for which none is made"));
      List<SampleAxis> axes = shapes.axes(input);
      plans.add(
          new Plan(
              input.name(),
              type,
              axes,
              SampleValues.of(input.name(), type, axes.size(), flow.rows(input.name()))));
    }
    SampleInputs samples = new SampleInputs(plans);
    HeapBudget budget = HeapBudget.half();
    for (Plan plan : plans) {
      elements(plan, plan.shape(Map.of()), budget);
    }
    return samples;
  }

  /**
   * The keys that {@link #draw(long, Map)} knows: the model's own symbols for open axes, {@code
   * name[axis]} for one axis, and {@code batch}, {@code sequence}, {@code past}, {@code channels},
   * {@code height}, {@code width}, {@code samples} for all axes that seem to be such.
   */
  public Set<String> dimensions() {
    Set<String> keys = new TreeSet<>();
    for (Plan plan : plans) {
      for (SampleAxis axis : plan.axes) {
        if (axis.role() != SampleAxis.Role.FIXED) {
          keys.add(axis.key());
          keys.add(axis.role().word());
          if (!axis.symbol().isEmpty()) {
            keys.add(axis.symbol());
          }
        }
      }
    }
    return keys;
  }

  /** The inputs for {@code seed}, in the model's order; the same for the same seed, everywhere. */
  public List<SampleTensor> draw(long seed) throws OnnxException {
    return draw(seed, Map.of());
  }

  /**
   * As {@link #draw(long)}, with sizes of one's own.
   *
   * @param dims sizes by the keys of {@link #dimensions}; {@code name[axis]} goes before a symbol,
   *     and that before a role; other keys are ignored
   * @throws OnnxException ({@code no-sample}, {@code too-large}) if a size is negative or an input
   *     gets more than 2^27 elements or half of the heap
   */
  public List<SampleTensor> draw(long seed, Map<String, Long> dims) throws OnnxException {
    List<SampleTensor> drawn = new ArrayList<>();
    long length = length(dims);
    HeapBudget budget = HeapBudget.half();
    for (Plan plan : plans) {
      Random random = new Random(seed * 1_000_003 + drawn.size());
      long[] shape = plan.shape(dims);
      drawn.add(draw(plan, shape, elements(plan, shape, budget), random, length));
    }
    return drawn;
  }

  /** A line an input: name, type, shape and what values it gets. */
  public String describe() {
    return describe(Map.of());
  }

  /** As {@link #describe()}, for sizes of one's own. */
  public String describe(Map<String, Long> dims) {
    return plans.stream()
        .map(
            plan ->
                OnnxException.quote(plan.name)
                    + ": "
                    + plan.type.text
                    + plan.axes.stream()
                        .map(axis -> Long.toString(axis.size(dims)))
                        .collect(Collectors.joining(", ", " [", "]"))
                    + ", "
                    + plan.values.describe())
        .collect(Collectors.joining("\n"));
  }

  private static SampleTensor draw(Plan plan, long[] shape, int count, Random random, long length) {
    if (plan.type == ElementType.STRING) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        words.add(plan.values.word(random));
      }
      return new SampleTensor(plan.name, plan.type.text, shape, ByteBuffer.allocate(0), words);
    }
    int width = plan.type.entryBytes();
    ByteBuffer data = ByteBuffer.allocateDirect(count * width).order(ByteOrder.LITTLE_ENDIAN);
    long lastAxis = shape.length == 0 ? 1 : Math.max(1, shape[shape.length - 1]);
    for (int i = 0; i < count; i++) {
      put(data, plan.type, plan.values.draw(random, i, lastAxis, length));
    }
    return new SampleTensor(plan.name, plan.type.text, shape, data.flip(), List.of());
  }

  private static void put(ByteBuffer data, ElementType type, double value) {
    switch (type) {
      case FLOAT -> data.putFloat((float) value);
      case DOUBLE -> data.putDouble(value);
      case FLOAT16 -> data.putShort(Halves.binary16((float) value));
      case BFLOAT16 -> data.putShort(Halves.bfloat16((float) value));
      case INT64 -> data.putLong((long) value);
      case INT32 -> data.putInt((int) value);
      case INT16 -> data.putShort((short) value);
      default -> data.put((byte) value);
    }
  }

  private long length(Map<String, Long> dims) {
    for (Plan plan : plans) {
      for (SampleAxis axis : plan.axes) {
        if (axis.role() == SampleAxis.Role.SEQUENCE || axis.role() == SampleAxis.Role.SAMPLES) {
          return axis.size(dims);
        }
      }
    }
    return 1;
  }

  /** How many elements there are, once it is clear that there is room for them. */
  private static int elements(Plan plan, long[] shape, HeapBudget budget) throws OnnxException {
    long count = 1;
    for (long size : shape) {
      if (size < 0) {
        throw none(plan.name, "would get an axis of size " + size);
      }
      if (size > 0 && count > MAX_ELEMENTS / size) {
        throw none(plan.name, "would get more than " + MAX_ELEMENTS + " elements");
      }
      count *= size;
    }
    int width = plan.type == ElementType.STRING ? WORD : plan.type.entryBytes();
    budget.spend(width, count, "the sample input");
    return (int) count;
  }

  private static OnnxException none(String input, String what) {
    return new OnnxException(
        "no-sample",
        "no sample for input " + OnnxException.quote(input) + ": it " + what,
        "give input of your own");
  }
}
