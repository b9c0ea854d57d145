package dev.brigandine.audit.attack;

import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Inputs of a model, item by item. Immutable; items are made when they are asked for. */
public final class Samples {
  private final int count;
  private final boolean batched;
  private final IntFunction<List<SampleTensor>> items;
  private final int[] labels;

  private Samples(int count, boolean batched, IntFunction<List<SampleTensor>> items, int[] labels) {
    if (labels != null && labels.length != count) {
      throw new IllegalArgumentException(
          "there are " + labels.length + " labels for " + count + " samples");
    }
    this.count = count;
    this.batched = batched;
    this.items = items;
    this.labels = labels;
  }

  /**
   * Items that may go several to a run.
   *
   * @param items by index: all inputs of the model, each with a first axis of size 1, and each of
   *     the same shape in all items
   * @param labels classes from 0, one an item; null for none
   */
  public static Samples batched(int count, IntFunction<List<SampleTensor>> items, int[] labels) {
    return new Samples(count, true, items, labels == null ? null : labels.clone());
  }

  /** Items that go one to a run, as they are. */
  public static Samples single(int count, IntFunction<List<SampleTensor>> items, int[] labels) {
    return new Samples(count, false, items, labels == null ? null : labels.clone());
  }

  /** How many. */
  public int count() {
    return count;
  }

  /** Whether several go to a run, stacked along the first axis of every input. */
  public boolean batched() {
    return batched;
  }

  /** All inputs of one item. */
  public List<SampleTensor> item(int index) {
    return items.apply(index);
  }

  /**
   * All inputs of several items, for one run.
   *
   * @throws IllegalArgumentException if these are several and do not go together
   */
  public List<SampleTensor> batch(int... indices) {
    if (indices.length == 1) {
      return item(indices[0]);
    }
    if (!batched) {
      throw new IllegalArgumentException("these samples go one to a run");
    }
    List<List<SampleTensor>> chosen = Arrays.stream(indices).mapToObj(this::item).toList();
    List<SampleTensor> stacked = new ArrayList<>();
    for (int input = 0; input < chosen.get(0).size(); input++) {
      SampleTensor first = chosen.get(0).get(input);
      int bytes = first.data().remaining();
      ByteBuffer data =
          ByteBuffer.allocate(Math.multiplyExact(bytes, indices.length))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (List<SampleTensor> item : chosen) {
        if (!Arrays.equals(item.get(input).shape(), first.shape())) {
          throw new IllegalArgumentException(
              "samples of " + first.name() + " differ in shape and cannot be stacked");
        }
        data.put(item.get(input).data());
      }
      long[] shape = first.shape();
      shape[0] *= indices.length;
      stacked.add(new SampleTensor(first.name(), first.type(), shape, data.flip(), List.of()));
    }
    return stacked;
  }

  /** The label of each item, if there are labels. */
  public Optional<int[]> labels() {
    return labels == null ? Optional.empty() : Optional.of(labels.clone());
  }

  /** Some of the items alone, in the order given. */
  public Samples only(int... indices) {
    int[] kept = indices.clone();
    int[] theirs =
        labels == null ? null : Arrays.stream(kept).map(index -> labels[index]).toArray();
    return new Samples(kept.length, batched, i -> items.apply(kept[i]), theirs);
  }
}
