package dev.brigandine.protect;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds runs of 64 bytes and more of given secrets at any offset of a stream, and a word in any
 * encoding that Java or C++ would keep it in. A run of 64 bytes holds a whole window of 32 that
 * starts at a multiple of 32 in the secret; those are looked for.
 */
final class RunFinder {
  private static final int RUN = 64;
  private static final int WINDOW = 32;
  private static final int BLOCK = 1 << 22;

  private final List<byte[]> secrets;
  private final byte[][] words;

  /** The first eight bytes of each window, to its secret and offset. */
  private final Map<Long, long[]> windows = new HashMap<>();

  private int longest;
  private final BitSet filter = new BitSet(1 << 24);

  /**
   * What a stream held: runs of secrets, the longest of them in bytes, and the words that started
   * with the one looked for.
   */
  record Found(int runs, int longest, Map<String, Integer> words) {
    boolean nothing() {
      return runs == 0 && words.isEmpty();
    }
  }

  RunFinder(List<byte[]> secrets, String word) {
    this.secrets = secrets;
    this.words =
        new byte[][] {word.getBytes(UTF_8), word.getBytes(UTF_16LE), word.getBytes(UTF_16BE)};
    for (int i = 0; i < secrets.size(); i++) {
      ByteBuffer secret = ByteBuffer.wrap(secrets.get(i)).order(ByteOrder.BIG_ENDIAN);
      for (int at = 0; at + WINDOW <= secret.limit(); at += WINDOW) {
        long head = secret.getLong(at);
        windows.put(head, new long[] {i, at});
        filter.set(slot(head));
      }
    }
  }

  private static int slot(long head) {
    return (int) (head * 0x9e3779b97f4a7c15L >>> 40);
  }

  Found in(InputStream stream) throws IOException {
    longest = 0;
    int runs = 0;
    Map<String, Integer> names = new TreeMap<>();
    byte[] block = new byte[BLOCK + 2 * RUN];
    int kept = 0;
    while (true) {
      int n = stream.readNBytes(block, kept, BLOCK - kept);
      int end = kept + n;
      runs += runs(block, end);
      words(block, end, names);
      if (n == 0) {
        return new Found(runs, longest, names);
      }
      // Twice a run stays, so that one across the border is seen whole.
      int keep = Math.min(end, 2 * RUN);
      System.arraycopy(block, end - keep, block, 0, keep);
      kept = keep;
      if (end < BLOCK) {
        return new Found(runs, longest, names);
      }
    }
  }

  private int runs(byte[] block, int end) {
    int runs = 0;
    long head = 0;
    for (int i = 0; i < end; i++) {
      head = head << 8 | block[i] & 0xff;
      if (i >= 7 && filter.get(slot(head))) {
        long[] where = windows.get(head);
        if (where != null) {
          int length = length(block, end, i - 7, secrets.get((int) where[0]), (int) where[1]);
          if (length >= RUN) {
            runs++;
            longest = Math.max(longest, length);
            i = Math.min(end - 1, i - 7 + length); // past this run
            head = 0;
          }
        }
      }
    }
    return runs;
  }

  /** Of the run around {@code at}, backwards and forwards. */
  private static int length(byte[] block, int end, int at, byte[] secret, int offset) {
    int before = 0;
    while (before < at
        && before < offset
        && block[at - before - 1] == secret[offset - before - 1]) {
      before++;
    }
    int after = 0;
    while (at + after < end
        && offset + after < secret.length
        && block[at + after] == secret[offset + after]) {
      after++;
    }
    return before + after;
  }

  private void words(byte[] block, int end, Map<String, Integer> names) {
    for (byte[] word : words) {
      for (int i = 0; i + word.length <= end; i++) {
        int k = 0;
        while (k < word.length && block[i + k] == word[k]) {
          k++;
        }
        if (k == word.length) {
          StringBuilder name = new StringBuilder();
          for (int c = i; c < Math.min(end, i + RUN) && name.length() < 24; c++) {
            if (Character.isJavaIdentifierPart(block[c]) && block[c] > 32) {
              name.append((char) block[c]);
            } else if (block[c] != 0 || word.length == words[0].length) {
              break;
            }
          }
          names.merge(name.toString(), 1, Integer::sum);
        }
      }
    }
  }
}
