package dev.brigandine.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Which values an input gets: judged by its name, its type, and whether they look up rows of a
 * table.
 *
 * @param kind how they are drawn
 * @param bound for {@link Kind#BELOW} and {@link Kind#COUNT} the number of different values, for
 *     {@link Kind#SAME} the value
 */
record SampleValues(Kind kind, double bound) {
  /** Ways of drawing. */
  enum Kind {
    /** The same value everywhere. */
    SAME,
    /** Whole numbers from 0 up, evenly. */
    BELOW,
    /** 0, 1, 2, … along the last axis. */
    COUNT,
    /** Evenly from -1 to 1. */
    SIGNED,
    /** Evenly from 0 to 1. */
    UNIT,
    /** Short words. */
    WORDS,
    /** The size of the model's sequence axis. */
    LENGTH
  }

  /** Generation settings, by name. */
  private static final Map<String, Double> SETTINGS =
      Map.of(
          "max_length", 20.0,
          "min_length", 1.0,
          "num_beams", 1.0,
          "num_return_sequences", 1.0,
          "length_penalty", 1.0,
          "repetition_penalty", 1.0,
          "temperature", 1.0,
          "scale_factor", 1.0);

  private static final List<String> WORDS =
      List.of("blue", "house", "river", "seven", "morning", "light", "table", "north");

  static boolean isRate(String name) {
    String word = name.toLowerCase(Locale.ROOT);
    return word.equals("sr") || SampleAxis.contains(word, "sample_rate", "sampling_rate");
  }

  static SampleValues of(String input, ElementType type, int rank, OptionalLong rows) {
    String name = input.toLowerCase(Locale.ROOT);
    if (type == ElementType.STRING) {
      return new SampleValues(Kind.WORDS, WORDS.size());
    }
    Double setting = SETTINGS.get(name);
    if (setting != null) {
      return same(setting);
    }
    if (SampleAxis.contains(name, "mask")) {
      return same(1);
    }
    if (type == ElementType.BOOL) {
      // Without a past there is no cache to use.
      return same(name.contains("use_cache") ? 0 : 1);
    }
    if (isRate(name)) {
      return same(16_000);
    }
    if (SampleAxis.contains(name, "token_type", "segment")) {
      return same(0);
    }
    if (name.contains("position") && !type.isFloating()) {
      return new SampleValues(Kind.COUNT, rows.orElse(Integer.MAX_VALUE));
    }
    if (rows.isPresent()) {
      return new SampleValues(Kind.BELOW, Math.min(rows.getAsLong(), bound(type)));
    }
    if (type.isFloating()) {
      return new SampleValues(rank == 4 ? Kind.UNIT : Kind.SIGNED, 1);
    }
    if (SampleAxis.contains(name, "length", "lens", "_len")) {
      return new SampleValues(Kind.LENGTH, 1);
    }
    if (rank == 0) {
      return same(1);
    }
    // Pictures as bytes; elsewhere small numbers, which are in range most often.
    boolean picture = rank == 4 && type == ElementType.UINT8;
    return new SampleValues(Kind.BELOW, picture ? 256 : 8);
  }

  private static SampleValues same(double value) {
    return new SampleValues(Kind.SAME, value);
  }

  private static long bound(ElementType type) {
    return switch (type) {
      case INT8 -> 128;
      case UINT8 -> 256;
      // Whole numbers up to here are exact in each.
      case FLOAT16, INT16 -> 2048;
      case BFLOAT16 -> 256;
      case FLOAT -> 1 << 24;
      default -> Integer.MAX_VALUE;
    };
  }

  /**
   * The value at one place.
   *
   * @param index in C order
   * @param lastAxis its size
   * @param length of the model's sequence axis
   */
  double draw(Random random, long index, long lastAxis, long length) {
    return switch (kind) {
      case SAME -> bound;
      case BELOW, WORDS -> random.nextInt((int) Math.max(1, bound));
      case COUNT -> index % lastAxis % bound;
      case SIGNED -> random.nextFloat() * 2 - 1;
      case UNIT -> random.nextFloat();
      case LENGTH -> length;
    };
  }

  String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  String describe() {
    return switch (kind) {
      case SAME ->
          "all "
              + (bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound));
      case BELOW -> "whole numbers in [0, " + (long) bound + ")";
      case COUNT -> "0, 1, 2, ...";
      case SIGNED -> "uniform in [-1, 1)";
      case UNIT -> "uniform in [0, 1)";
      case WORDS -> "short words";
      case LENGTH -> "the length of the sequence";
    };
  }
}
