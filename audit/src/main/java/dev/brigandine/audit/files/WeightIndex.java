package dev.brigandine.audit.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Weights as hashes. They are thought of as one long sequence, each tensor begun at a whole block.
 *
 * <p>Of each block a hash is kept. Of all eight-byte stretches (heads) those are kept that a hash
 * of the head itself picks, one in so many; whoever looks through data applies the same hash and
 * finds the same heads, so he need not look at a table for most of it. Data is looked at every
 * {@link #STEP} bytes; heads are picked from every byte of the weights, so that it does not matter
 * how both lie to each other.
 *
 * <p>Source of the idea: content-defined sampling as in winnowing (Schleimer, Wilkerson, Aiken
 * 2003) and rsync-like deduplication.
 */
final class WeightIndex {
  /** Data is looked at every so many bytes. */
  static final int STEP = 8;

  static final int HEAD = 8;

  /**
   * 64 KiB. Each head that is forced lets others through that fall into the same bucket: with fewer
   * buckets a model of many names had twice the heads it should.
   */
  private static final int FILTER_BITS = 19;

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final long OTHER_MIX = 0xc2b2ae3d27d4eb4fL;
  private static final long NONE = 0;

  /** Which heads are worth a look, by the upper bits of their hash. */
  private final long[] filter;

  private final int filterShift;

  /** Which heads are likely in the table; fits the second-level cache. */
  private final long[] likely;

  private final int likelyShift;
  private long[] heads;
  private long[] places;
  private int used;

  final int blockSize;
  final int[] blocks;

  /** Blocks of zeros and repeated values: they continue a run and count for nothing. */
  final long[] trivial;

  String[] tensors = {};
  int[] firstBlocks = {};
  private int usedBlocks;
  private long known;

  /**
   * An empty one.
   *
   * @param size blocks of all tensors, a power of two in bytes each
   * @param sparsity a power of two
   * @param expected heads
   */
  WeightIndex(int size, int blockSize, int sparsity, int expected) {
    this.blockSize = blockSize;
    blocks = new int[size];
    trivial = new long[(size >> 6) + 1];
    int filterBits = Math.max(FILTER_BITS, Integer.numberOfTrailingZeros(sparsity) + 7);
    filter = new long[1 << (filterBits - 6)];
    filterShift = 64 - filterBits;
    for (int bucket = sparsity / 2; bucket < 1 << filterBits; bucket += sparsity) {
      pick(bucket);
    }
    int capacity = 64;
    while (capacity / 4 * 3 < expected) {
      capacity *= 2;
    }
    heads = new long[capacity];
    places = new long[capacity];
    int likelyBits = Math.min(23, Math.max(10, Integer.numberOfTrailingZeros(capacity) + 2));
    likely = new long[1 << (likelyBits - 6)];
    likelyShift = 64 - likelyBits;
  }

  /**
   * The next position, from {@code at} on in steps, whose head is worth a look; or past the last.
   */
  int next(byte[] data, int at, int last) {
    long[] bits = filter;
    int shift = filterShift;
    int i = at;
    for (; i <= last; i += STEP) {
      int bucket = (int) ((long) LONGS.get(data, i) * MIX >>> shift);
      if ((bits[bucket >> 6] >>> bucket & 1) != 0) {
        break;
      }
    }
    return i;
  }

  /** Where a head lies, or -1; below -1 if it is a name's. */
  long find(long head) {
    int spot = (int) (head * OTHER_MIX >>> likelyShift);
    if ((likely[spot >> 6] >>> spot & 1) == 0 || head == NONE) {
      return -1;
    }
    int mask = heads.length - 1;
    for (int i = slot(head); heads[i] != NONE; i = i + 1 & mask) {
      if (heads[i] == head) {
        return places[i];
      }
    }
    return -1;
  }

  /** Whether heads of this hash are picked as it is. */
  boolean picks(long head) {
    int bucket = (int) (head * MIX >>> filterShift);
    return (filter[bucket >> 6] >>> bucket & 1) != 0;
  }

  /** Puts a head down, unless it is there already. */
  void put(long head, long place) {
    if (head == NONE) {
      return;
    }
    if (used >= heads.length / 4 * 3) {
      grow();
    }
    int mask = heads.length - 1;
    int i = slot(head);
    for (; heads[i] != NONE; i = i + 1 & mask) {
      if (heads[i] == head) {
        return;
      }
    }
    heads[i] = head;
    places[i] = place;
    used++;
    int spot = (int) (head * OTHER_MIX >>> likelyShift);
    likely[spot >> 6] |= 1L << spot;
  }

  private void grow() {
    long[] old = heads;
    long[] where = places;
    heads = new long[2 * old.length];
    places = new long[2 * old.length];
    int mask = heads.length - 1;
    for (int from = 0; from < old.length; from++) {
      if (old[from] != NONE) {
        int i = slot(old[from]);
        while (heads[i] != NONE) {
          i = i + 1 & mask;
        }
        heads[i] = old[from];
        places[i] = where[from];
      }
    }
  }

  /** Puts a head down, and sees to it that it is looked at. */
  void force(long head, long place) {
    pick((int) (head * MIX >>> filterShift));
    put(head, place);
  }

  private void pick(int bucket) {
    filter[bucket >> 6] |= 1L << bucket;
  }

  private int slot(long head) {
    // Not the filter's product: of that, picked heads have bits in common.
    return (int) (head * OTHER_MIX >>> 20) & heads.length - 1;
  }

  void name(String[] names, int[] firsts, int blocksUsed, long bytes) {
    tensors = names;
    firstBlocks = firsts;
    usedBlocks = blocksUsed;
    known = bytes;
  }

  int used() {
    return usedBlocks;
  }

  long knownBytes() {
    return known;
  }

  /** The number of the tensor that a block belongs to. */
  int tensorOf(int block) {
    int found = Arrays.binarySearch(firstBlocks, block);
    return found >= 0 ? found : -found - 2;
  }

  boolean isTrivial(int block) {
    return (trivial[block >> 6] >>> block & 1) != 0;
  }

  /** The hash of {@code size} bytes, a multiple of 32. */
  static int hash(byte[] data, int at, int size) {
    long hash = size;
    for (int i = at; i < at + size; i += 8) {
      hash = (hash ^ (long) LONGS.get(data, i)) * MIX;
      hash ^= hash >>> 29;
    }
    return (int) (hash * MIX >>> 32);
  }
}
