package dev.brigandine.audit.files;

import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that lie inside a model, to be found in UTF-8 and in UTF-16LE (as Java and Windows keep
 * those that are not Latin-1).
 */
final class NameIndex {
  /** Names of fewer bytes are too common to tell anything. */
  static final int SHORTEST = 11;

  /** Names of so many bytes and more are seen at every offset. */
  static final int SURE = WeightIndex.HEAD + WeightIndex.STEP - 1;

  /** Of a longer one this much is looked for. */
  static final int LONGEST = 120;

  private static final int MOST = 5_000;

  /** What exporters call values of any model: {@code /Concat_output_0}, {@code onnx::MatMul_12}. */
  private static final Pattern COMMON =
      Pattern.compile("/?[A-Z][A-Za-z0-9]*(_\\d+)?(_output_\\d+)?|onnx::\\w*|[\\d_]+|[a-z]+");

  private final String[] names;
  private final byte[][][] spelled = new byte[2][][];
  private final int[][] numbers = new int[2][];
  private final Map<Long, Long> heads = new HashMap<>();

  private NameIndex(String[] names) {
    this.names = names;
    spell(0, StandardCharsets.UTF_8);
    spell(1, StandardCharsets.UTF_16LE);
  }

  static NameIndex of(Graph graph) {
    Set<String> inner = new HashSet<>();
    graph.forEachGraph(
        each -> {
          inner.addAll(each.constants().keySet());
          for (Node node : each.nodes()) {
            inner.add(node.name());
            inner.addAll(node.outputs());
          }
        });
    inner.removeAll(graph.inputs().keySet());
    inner.removeAll(graph.outputs().keySet());
    return new NameIndex(
        inner.stream()
            .filter(name -> name.getBytes(StandardCharsets.UTF_8).length >= SHORTEST)
            .filter(name -> !COMMON.matcher(name).matches())
            .sorted()
            .limit(MOST)
            .toArray(String[]::new));
  }

  private void spell(int encoding, Charset charset) {
    byte[][] bytes = new byte[names.length][];
    Integer[] order = new Integer[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = names[i].substring(0, Math.min(LONGEST, names[i].length()));
      bytes[i] = name.getBytes(charset);
      order[i] = i;
      ByteBuffer buffer = ByteBuffer.wrap(bytes[i]).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < WeightIndex.STEP && at + WeightIndex.HEAD <= bytes[i].length; at++) {
        heads.merge(buffer.getLong(at), 1L << at + WeightIndex.STEP * encoding, (a, b) -> a | b);
      }
    }
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b]));
    spelled[encoding] = new byte[names.length][];
    numbers[encoding] = new int[names.length];
    for (int i = 0; i < order.length; i++) {
      spelled[encoding][i] = bytes[order[i]];
      numbers[encoding][i] = order[i];
    }
  }

  /** The names' heads, to where they lie in the names, as {@link #at} understands it: below -1. */
  Map<Long, Long> heads() {
    Map<Long, Long> places = new HashMap<>();
    heads.forEach((head, bits) -> places.put(head, -1 - bits));
    return places;
  }

  Set<String> all() {
    return Set.of(names);
  }

  int count() {
    return names.length;
  }

  String name(int number) {
    return names[number];
  }

  /**
   * The numbers of the names that lie around a head.
   *
   * @param place as the index told it
   * @param head position of the head in the data
   */
  List<Integer> at(long place, byte[] data, int head, int end) {
    long bits = -1 - place;
    List<Integer> found = new ArrayList<>(1);
    for (int bit = 0; bit < 2 * WeightIndex.STEP; bit++) {
      int start = head - bit % WeightIndex.STEP;
      if ((bits >> bit & 1) != 0 && start >= 0) {
        int number = longestPrefix(bit / WeightIndex.STEP, data, start, end);
        if (number >= 0) {
          found.add(number);
        }
      }
    }
    return found;
  }

  /** The number of the longest name that the data begins with, or -1. */
  private int longestPrefix(int encoding, byte[] data, int start, int end) {
    byte[][] sorted = spelled[encoding];
    int low = 0;
    int high = sorted.length - 1;
    int stop = Math.min(end, start + 2 * LONGEST + 2);
    while (low <= high) {
      int middle = low + high >>> 1;
      byte[] name = sorted[middle];
      int order = Arrays.compareUnsigned(name, 0, name.length, data, start, stop);
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    // Names that begin alike lie before it; most often it is the very last one not above the data.
    for (int i = high; i >= 0 && i > high - 64; i--) {
      byte[] name = sorted[i];
      if (start + name.length <= end
          && Arrays.equals(name, 0, name.length, data, start, start + name.length)) {
        return numbers[encoding][i];
      }
    }
    return -1;
  }
}
