package dev.brigandine.audit.files;

import java.util.Arrays;
import java.util.List;

/**
 * Finds signatures at any offset, also where every byte was XORed with the same one: what is looked
 * up are differences of neighbouring bytes, which such a veil does not change. Every other position
 * is looked at; a signature of four bytes has a pair of differences there wherever it begins.
 */
final class SignatureTable {
  /** How many bytes are looked at together. */
  static final int GROUP = 8;

  /** Of these the last stand beyond the group. */
  static final int REACH = GROUP + 1;

  private static final byte[] PAIRS = new byte[1 << 16];

  /** By pair of differences: signatures, each with where in it the pair stands. */
  private static final Spot[][] SPOTS = new Spot[1 << 16][];

  private record Spot(Signature signature, int offset) {}

  /** Where a signature stands. */
  interface Seen {
    /**
     * Called for each.
     *
     * @param at where the pattern begins
     * @param veil what each byte is XORed with, 0 for none
     */
    void at(Signature signature, int at, byte veil);
  }

  static {
    List<Signature> all = Signature.all();
    for (Signature signature : all) {
      for (int offset = 0; offset < 2; offset++) {
        byte[] pattern = signature.pattern();
        int low = (pattern[offset] ^ pattern[offset + 1]) & 255;
        int high = (pattern[offset + 1] ^ pattern[offset + 2]) & 255;
        int pair = low | high << 8;
        PAIRS[pair] = 1;
        Spot[] spots = SPOTS[pair] == null ? new Spot[0] : SPOTS[pair];
        SPOTS[pair] = Arrays.copyOf(spots, spots.length + 1);
        SPOTS[pair][spots.length] = new Spot(signature, offset);
      }
    }
  }

  private SignatureTable() {}

  /** The next group, from {@code at} on, that may hold a signature; or past the last. */
  static int next(byte[] data, int at, int last) {
    int i = at;
    for (; i <= last; i += GROUP) {
      long word = (long) WeightIndex.LONGS.get(data, i) ^ (long) WeightIndex.LONGS.get(data, i + 1);
      int any =
          PAIRS[(int) word & 0xffff]
              | PAIRS[(int) (word >>> 16) & 0xffff]
              | PAIRS[(int) (word >>> 32) & 0xffff]
              | PAIRS[(int) (word >>> 48)];
      if (any != 0) {
        break;
      }
    }
    return i;
  }

  /** Tells of each signature that has its pair in this group. */
  static void look(byte[] data, int group, int end, Seen seen) {
    for (int at = group; at < group + GROUP; at += 2) {
      int pair = (data[at] ^ data[at + 1]) & 255 | ((data[at + 1] ^ data[at + 2]) & 255) << 8;
      Spot[] spots = SPOTS[pair];
      if (spots != null) {
        for (Spot spot : spots) {
          byte[] pattern = spot.signature.pattern();
          int start = at - spot.offset;
          if (start >= 0 && start + pattern.length <= end) {
            byte veil = (byte) (data[start] ^ pattern[0]);
            if (matches(data, start, pattern, veil)) {
              seen.at(spot.signature, start, veil);
            }
          }
        }
      }
    }
  }

  private static boolean matches(byte[] data, int start, byte[] pattern, byte veil) {
    for (int i = 1; i < pattern.length; i++) {
      if (data[start + i] != (pattern[i] ^ veil)) {
        return false;
      }
    }
    return true;
  }
}
