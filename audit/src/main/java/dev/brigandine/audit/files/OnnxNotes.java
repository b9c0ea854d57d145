package dev.brigandine.audit.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What can be read off an ONNX model without a key: counts and words, no weights. */
final class OnnxNotes {
  private static final Pattern OP = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:+-]{0,99}");
  private static final int MOST_OPS = 300;

  private final Map<String, Integer> ops = new TreeMap<>();
  private int nodes;
  private boolean opSeen;
  private long names;
  private long docs;
  private long metadata;
  private long initializers;
  private long parameters;
  private boolean external;
  private String producer = "";
  private String producerVersion = "";

  private long elements;
  private boolean trained;

  /** Takes note of a text; false if it can't be what its field says. */
  boolean text(int action, String text) {
    switch (action) {
      case OnnxFields.OP -> {
        if (!OP.matcher(text).matches()) {
          return false;
        }
        opSeen = true;
        if (ops.size() < MOST_OPS || ops.containsKey(text)) {
          ops.merge(text, 1, Integer::sum);
        }
      }
      case OnnxFields.PRODUCER, OnnxFields.PRODUCER_VERSION -> {
        if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) {
          return false;
        }
        if (action == OnnxFields.PRODUCER) {
          producer = text;
        } else {
          producerVersion = text;
        }
      }
      case OnnxFields.DIMS -> packedAxes(text);
      default -> {
        if (!text.isEmpty()) {
          longText(action);
        }
      }
    }
    return true;
  }

  /** Takes note that there is one. */
  void longText(int action) {
    switch (action) {
      case OnnxFields.NAME -> names++;
      case OnnxFields.DOC -> docs++;
      case OnnxFields.METADATA -> metadata++;
      case OnnxFields.EXTERNAL -> external = true;
      default -> {}
    }
  }

  void axis(long size) {
    elements = size < 0 || elements > (1L << 50) / Math.max(1, size) ? 1L << 50 : elements * size;
  }

  private void packedAxes(String packed) {
    long value = 0;
    int shift = 0;
    for (int i = 0; i < packed.length(); i++) {
      value |= (long) (packed.charAt(i) & 0x7f) << shift;
      shift += 7;
      if (packed.charAt(i) < 0x80) {
        axis(value);
        value = 0;
        shift = 0;
      }
    }
  }

  /** The element type of a tensor: whole numbers of 32 and 64 bits are shapes, not weights. */
  void type(long type) {
    trained = type != 6 && type != 7 && type != 8 && type != 9 && type != 12 && type != 13;
  }

  void enter(int message) {
    if (message == OnnxFields.TENSOR) {
      elements = 1;
      trained = true;
    } else if (message == OnnxFields.NODE) {
      opSeen = false;
    }
  }

  /** False if what ends here can't be what it seemed. */
  boolean leave(int message) {
    if (message == OnnxFields.TENSOR) {
      initializers++;
      parameters += trained ? elements : 0;
    } else if (message == OnnxFields.NODE) {
      // A node within a body has been seen after its own operator's name was.
      if (!opSeen) {
        return false;
      }
      nodes++;
    }
    return true;
  }

  int nodes() {
    return nodes;
  }

  long parameters() {
    return parameters;
  }

  /** Names of operators' applications and of tensors. */
  long names() {
    return names;
  }

  long initializers() {
    return initializers;
  }

  boolean external() {
    return external;
  }

  String producer() {
    return producer;
  }

  /** In a sentence. */
  String summary() {
    List<String> tells = new ArrayList<>();
    if (names > 0) {
      tells.add(names + " names");
    }
    if (docs > 0) {
      tells.add(docs + " doc strings");
    }
    if (metadata > 0) {
      tells.add(metadata + " metadata entries");
    }
    String made =
        producer.isEmpty()
            ? "no producer"
            : ("producer " + producer + " " + producerVersion).trim();
    return String.format(
        Locale.ROOT,
        "%d operators of %d kinds, %s parameters%s, %s, %s",
        nodes,
        ops.size(),
        count(parameters),
        external ? " (in files beside it)" : "",
        made,
        tells.isEmpty() ? "no names" : "with " + String.join(", ", tells));
  }

  static String count(long n) {
    return n < 10_000
        ? Long.toString(n)
        : n < 10_000_000
            ? String.format(Locale.ROOT, "%.0f thousand", n / 1e3)
            : String.format(Locale.ROOT, "%.1f million", n / 1e6);
  }
}
