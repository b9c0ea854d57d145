package dev.brigandine.audit.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for secrets of some bytes each in a stream: as they are, and as somebody would print them,
 * in hexadecimal digits or in any alphabet and alignment of base64. A stretch of each is looked for
 * that varies as much as any.
 */
final class SecretSearch {
  /** A secret of fewer bytes could turn up by accident. */
  static final int SHORTEST = 16;

  private static final int WINDOW = 32;
  private static final int HEAD = 8;
  private static final int FILTER_BITS = 20;

  /** In bytes that vary less, such as a unit matrix, there is no secret. */
  private static final int LEAST_VARIETY = 8;

  private record Pattern(int secret, byte[] bytes) {}

  private final Map<Long, List<Pattern>> patterns;
  private final long[] filter;
  private final int longest;
  private final int count;
  private final Set<Integer> found = new HashSet<>();
  private byte[] tail = new byte[0];

  private SecretSearch(Map<Long, List<Pattern>> patterns, long[] filter, int longest, int count) {
    this.patterns = patterns;
    this.filter = filter;
    this.longest = longest;
    this.count = count;
  }

  /** Secrets that are too short, or hardly vary, are left out. */
  static SecretSearch of(List<byte[]> secrets) {
    SecretSearch search =
        new SecretSearch(new HashMap<>(), new long[1 << FILTER_BITS - 6], 2 * WINDOW, 0);
    int kept = 0;
    for (byte[] secret : secrets) {
      byte[] window = window(secret);
      if (window != null) {
        for (byte[] spelled : spellings(window)) {
          search.add(new Pattern(kept, spelled));
        }
        kept++;
      }
    }
    return new SecretSearch(search.patterns, search.filter, search.longest, kept);
  }

  /** A search for the same that has seen nothing. */
  SecretSearch fresh() {
    return new SecretSearch(patterns, filter, longest, count);
  }

  private void add(Pattern pattern) {
    long head = head(pattern.bytes(), 0);
    patterns.computeIfAbsent(head, none -> new ArrayList<>()).add(pattern);
    int slot = slot(head);
    filter[slot >>> 6] |= 1L << slot;
  }

  /** The stretch that varies most; null if none varies enough. */
  private static byte[] window(byte[] secret) {
    int length = Math.min(WINDOW, secret.length);
    if (length < SHORTEST) {
      return null;
    }
    int best = -1;
    int most = LEAST_VARIETY - 1;
    for (int at = 0; at + length <= Math.min(secret.length, 1 << 16); at += 4) {
      int variety = variety(secret, at, length);
      if (variety > most) {
        most = variety;
        best = at;
      }
    }
    return best < 0 ? null : Arrays.copyOfRange(secret, best, best + length);
  }

  private static int variety(byte[] bytes, int from, int length) {
    BitSet values = new BitSet(256);
    for (int i = 0; i < length; i++) {
      values.set(bytes[from + i] & 0xff);
    }
    return values.cardinality();
  }

  private static List<byte[]> spellings(byte[] secret) {
    List<byte[]> all = new ArrayList<>();
    all.add(secret);
    all.add(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
    all.add(HexFormat.of().withUpperCase().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
    for (int skipped = 0; skipped < 3; skipped++) {
      // Only whole groups of three bytes look the same whatever comes before and after.
      int groups = (secret.length - skipped) / 3;
      byte[] whole = Arrays.copyOfRange(secret, skipped, skipped + 3 * groups);
      byte[] plain = Base64.getEncoder().encode(whole);
      byte[] url = Base64.getUrlEncoder().encode(whole);
      all.add(plain);
      if (!Arrays.equals(plain, url)) {
        all.add(url);
      }
    }
    return all;
  }

  /** Searches what comes next in the stream. */
  void accept(byte[] block, int offset, int length) {
    if (found.size() == count) {
      return; // There is no more to find.
    }
    int ahead = Math.min(length, longest - 1);
    byte[] border = Arrays.copyOf(tail, tail.length + ahead);
    System.arraycopy(block, offset, border, tail.length, ahead);
    scan(border, 0, border.length);
    scan(block, offset, offset + length);
    byte[] last = length >= longest - 1 ? block : border;
    int end = length >= longest - 1 ? offset + length : border.length;
    tail = Arrays.copyOfRange(last, Math.max(0, end - longest + 1), end);
  }

  private void scan(byte[] bytes, int from, int to) {
    if (to - from < HEAD) {
      return;
    }
    long head = head(bytes, from) >>> 8;
    for (int at = from; at + HEAD <= to; at++) {
      head = head << 8 | bytes[at + HEAD - 1] & 0xff;
      int slot = slot(head);
      if ((filter[slot >>> 6] & 1L << slot) != 0) {
        for (Pattern pattern : patterns.getOrDefault(head, List.of())) {
          if (matches(pattern.bytes(), bytes, at, to)) {
            found.add(pattern.secret());
          }
        }
      }
    }
  }

  private static boolean matches(byte[] pattern, byte[] bytes, int at, int to) {
    return at + pattern.length <= to
        && Arrays.equals(pattern, 0, pattern.length, bytes, at, at + pattern.length);
  }

  /** What comes next does not follow what came. */
  void gap() {
    tail = new byte[0];
  }

  /** How many of the secrets were seen, of those from one number to before another. */
  int found(int from, int to) {
    return (int) found.stream().filter(secret -> secret >= from && secret < to).count();
  }

  /** How many there are to be seen; they have the numbers from 0. */
  int known() {
    return count;
  }

  private static long head(byte[] bytes, int at) {
    long head = 0;
    for (int i = 0; i < HEAD; i++) {
      head = head << 8 | bytes[at + i] & 0xff;
    }
    return head;
  }

  private static int slot(long head) {
    return (int) (head * 0x9e3779b97f4a7c15L >>> 64 - FILTER_BITS);
  }
}
