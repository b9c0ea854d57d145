package dev.brigandine.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One axis of a sample input and the size it gets.
 *
 * @param key by which one may set its size: {@code name[axis]}
 * @param symbol the model's own word for an open size; empty if it has none
 * @param role what the axis seems to be
 * @param size that is fixed by the model, or our choice
 */
record SampleAxis(String key, String symbol, Role role, long size) {
  /** What an axis is, with the size it gets where nothing else is known. */
  enum Role {
    FIXED(0),
    BATCH(1),
    SEQUENCE(16),
    /** What a decoder has seen before: nothing. */
    PAST(0),
    CHANNELS(3),
    HEIGHT(224),
    WIDTH(224),
    /** Samples of sound. */
    SAMPLES(16_000);

    final long size;

    Role(long size) {
      this.size = size;
    }

    /** The word by which one may set the sizes of all axes with this role. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The role that a symbol suggests, or null. */
  static Role byWord(String symbol) {
    String word = symbol.toLowerCase(Locale.ROOT);
    if (contains(word, "past", "cache")) {
      return Role.PAST;
    }
    if (contains(word, "batch") || List.of("b", "n", "bs").contains(word)) {
      return Role.BATCH;
    }
    if (contains(word, "samples", "audio", "wav")) {
      return Role.SAMPLES;
    }
    if (contains(word, "seq", "len", "token", "time", "frame", "step")
        || List.of("t", "s", "l").contains(word)) {
      return Role.SEQUENCE;
    }
    if (contains(word, "height") || word.equals("h")) {
      return Role.HEIGHT;
    }
    if (contains(word, "width") || word.equals("w")) {
      return Role.WIDTH;
    }
    return contains(word, "channel") || word.equals("c") ? Role.CHANNELS : null;
  }

  /**
   * The size under {@code wishes}: by key first, then by symbol, then by role. A symbol that is a
   * sum, as exporters write {@code past_sequence_length + 1}, is added up.
   */
  long size(Map<String, Long> wishes) {
    if (wishes.containsKey(key)) {
      return wishes.get(key);
    }
    if (role == Role.FIXED) {
      return size;
    }
    if (!symbol.isEmpty() && wishes.containsKey(symbol)) {
      return wishes.get(symbol);
    }
    if (isSum()) {
      long sum = 0;
      for (String part : symbol.split("\\+", -1)) {
        long term = term(part.strip(), wishes);
        sum = term > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + term;
      }
      return sum;
    }
    return wishes.getOrDefault(role.word(), size);
  }

  private boolean isSum() {
    return symbol.indexOf('+') > 0;
  }

  private long term(String part, Map<String, Long> wishes) {
    if (part.matches("[0-9]{1,9}")) {
      return Long.parseLong(part);
    }
    Role partRole = byWord(part);
    long own = partRole == null ? Role.SEQUENCE.size : partRole.size;
    long byRole = partRole == null ? own : wishes.getOrDefault(partRole.word(), own);
    return wishes.getOrDefault(part, byRole);
  }

  static boolean contains(String word, String... parts) {
    for (String part : parts) {
      if (word.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
