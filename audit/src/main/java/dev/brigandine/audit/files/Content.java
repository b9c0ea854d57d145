package dev.brigandine.audit.files;

/**
 * What kind of bytes a stream is made of, block by block, judged by counts of a sample: one stripe
 * of 64 bytes in 1,024. Bytes are counted by their position modulo four, since float32 weights have
 * three bytes of noise and one, sign and exponent, that takes few values.
 */
final class Content {
  /** A kind of bytes. */
  enum Kind {
    /** Almost all zero. */
    EMPTY,
    /** Printable ASCII. */
    TEXT,
    /** Each byte as frequent as any other: encrypted, or compressed well. */
    NOISE,
    /** Trained numbers, each around zero, of four bytes. */
    FLOAT32,
    /** Of two bytes, IEEE or bfloat16. */
    FLOAT16,
    /** Anything else: programs, pictures, compressed data that is not dense. */
    OTHER
  }

  private static final int STRIPE = 64;
  private static final int STRIDE = 1024;
  private static final int MOST = 1 << 15;

  /** n log2 n. */
  private static final double[] LOGS = new double[MOST + 1];

  static {
    for (int n = 1; n <= MOST; n++) {
      LOGS[n] = n * Math.log(n) / Math.log(2);
    }
  }

  private final int[] counts = new int[4 * 256];
  private final int[] sums = new int[256];
  private final long[] all = new long[256];
  private final long[] noise = new long[256];
  private final long[] bytes = new long[Kind.values().length];

  /** Takes in a block of up to 256 KiB. */
  Kind accept(byte[] data, int from, int to) {
    java.util.Arrays.fill(counts, 0);
    count(data, from, to, counts);
    for (int b = 0; b < 256; b++) {
      sums[b] = counts[b] + counts[256 + b] + counts[512 + b] + counts[768 + b];
      all[b] += sums[b];
    }
    Kind kind = judge();
    if (kind == Kind.NOISE) {
      for (int b = 0; b < 256; b++) {
        noise[b] += sums[b];
      }
    }
    bytes[kind.ordinal()] += to - from;
    return kind;
  }

  private static void count(byte[] data, int from, int to, int[] counts) {
    for (int stripe = from; stripe + STRIPE <= to; stripe += STRIDE) {
      for (int i = stripe; i < stripe + STRIPE; i += 8) {
        long word = (long) WeightIndex.LONGS.get(data, i);
        counts[(int) word & 255]++;
        counts[256 + ((int) (word >>> 8) & 255)]++;
        counts[512 + ((int) (word >>> 16) & 255)]++;
        counts[768 + ((int) (word >>> 24) & 255)]++;
        counts[(int) (word >>> 32) & 255]++;
        counts[256 + ((int) (word >>> 40) & 255)]++;
        counts[512 + ((int) (word >>> 48) & 255)]++;
        counts[768 + ((int) (word >>> 56) & 255)]++;
      }
    }
  }

  private Kind judge() {
    int samples = 0;
    int printable = 0;
    for (int b = 0; b < 256; b++) {
      samples += sums[b];
      printable += b >= ' ' && b < 127 || b == '\n' || b == '\r' || b == '\t' ? sums[b] : 0;
    }
    if (samples < 512) {
      return Kind.OTHER;
    }
    if (sums[0] > 0.95 * samples) {
      return Kind.EMPTY;
    }
    if (printable > 0.95 * samples) {
      return Kind.TEXT;
    }
    double[] lanes = new double[4];
    for (int lane = 0; lane < 4; lane++) {
      lanes[lane] = entropy(counts, 256 * lane, samples / 4);
    }
    // Even noise falls short of 8 bits by as much, in a sample.
    double short1 = 255 / (2 * Math.log(2) * samples);
    if (entropy(sums, 0, samples) > 8 - 1.6 * short1 - 0.002) {
      return Kind.NOISE;
    }
    double full = 8 - 4 * short1 - 0.45;
    for (int top = 0; top < 4; top++) {
      if (lanes[top] < 5.5
          && lanes[top + 3 & 3] > full - 2
          && lanes[top + 2 & 3] > full
          && lanes[top + 1 & 3] > full
          && exponents(top, 0x37, 0x42) > 0.9) {
        return Kind.FLOAT32;
      }
    }
    for (int top = 0; top < 2; top++) {
      if (lanes[top] < 5.5
          && lanes[top + 2] < 5.5
          && lanes[1 - top] > full - 0.5
          && lanes[3 - top] > full - 0.5
          && exponents(top, 0x0c, 0x42) > 0.9) {
        return Kind.FLOAT16;
      }
    }
    return Kind.OTHER;
  }

  /** How many bytes of a lane are, but for the sign, within bounds. */
  private double exponents(int lane, int low, int high) {
    int in = 0;
    int samples = 0;
    for (int b = 0; b < 256; b++) {
      int n = counts[256 * lane + b];
      samples += n;
      in += (b & 0x7f) >= low && (b & 0x7f) <= high ? n : 0;
    }
    return (double) in / samples;
  }

  private static double entropy(int[] counts, int from, int samples) {
    double sum = 0;
    for (int b = from; b < from + 256; b++) {
      sum += LOGS[Math.min(MOST, counts[b])];
    }
    return (LOGS[Math.min(MOST, samples)] - sum) / samples;
  }

  /** How many bytes lay in blocks of a kind. */
  long of(Kind kind) {
    return bytes[kind.ordinal()];
  }

  /** How many bytes were looked at. */
  long total() {
    long total = 0;
    for (long n : bytes) {
      total += n;
    }
    return total;
  }

  /** Bits a byte, over everything. */
  double entropy() {
    long samples = 0;
    double sum = 0;
    for (long n : all) {
      samples += n;
      sum += n == 0 ? 0 : n * Math.log(n) / Math.log(2);
    }
    return samples == 0 ? 0 : Math.max(0, Math.log(samples) / Math.log(2) - sum / samples);
  }

  /**
   * Whether what is noise is as even as encrypted bytes are. Compressed data seldom is: its bytes
   * differ in frequency by more than chance (Pearson's chi squared test).
   */
  boolean even() {
    long samples = 0;
    for (long n : noise) {
      samples += n;
    }
    if (samples < 16_384) {
      return false;
    }
    double expected = samples / 256.0;
    double chi = 0;
    for (long n : noise) {
      chi += (n - expected) * (n - expected) / expected;
    }
    return (chi - 255) / Math.sqrt(510) < 5;
  }
}
