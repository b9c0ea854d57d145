package dev.brigandine.audit.files;

import dev.brigandine.audit.files.KnownContent.Hits;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** Follows runs of known weights through a stream and notes the names on the way. */
final class RunTracker {
  /** What may have to be seen beyond a position to judge it: the longest name in UTF-16. */
  static final int AHEAD = 512;

  private final WeightIndex index;
  private final NameIndex names;
  private final BitSet seenBlocks = new BitSet();
  private final BitSet seenNames = new BitSet();
  private final Set<String> seenTensors = new HashSet<>();
  private long longest;

  /** Where in the stream to go on looking. */
  private long probed;

  /** End in the stream of the last run: a next one is not followed back beyond it. */
  private long lastEnd;

  // The run that is being followed, if any.
  private boolean open;
  private int firstBlock;
  private int nextBlock;
  private int lastBlock;
  private int telling;
  private long due;

  RunTracker(WeightIndex index, NameIndex names) {
    this.index = index;
    this.names = names;
  }

  /** The stream begins anew. */
  void restart() {
    close();
    probed = 0;
    lastEnd = 0;
  }

  /**
   * Looks through a stretch of the stream.
   *
   * @param data holds some of what was looked at before, for runs to be followed back
   * @param base position in the stream of its first byte
   * @param end of what it holds
   * @param limit up to where to look for beginnings; the stream's end, or {@link #AHEAD} before
   */
  void scan(byte[] data, long base, int end, int limit) {
    int at = (int) Math.max(0, probed - base);
    if (open) {
      at = follow(data, base, end);
    }
    int last = Math.min(limit, end - WeightIndex.HEAD);
    while (!open) {
      at = index.next(data, at, last);
      if (at > last) {
        break;
      }
      at = look(data, base, at, end);
    }
    probed = base + at;
  }

  private int look(byte[] data, long base, int at, int end) {
    long place = index.find((long) WeightIndex.LONGS.get(data, at));
    if (place == -1) {
      return at + WeightIndex.STEP;
    }
    if (place < -1) {
      names.at(place, data, at, end).forEach(seenNames::set);
      return at + WeightIndex.STEP;
    }
    int size = index.blockSize;
    int block = (int) (place / size);
    int tensor = index.tensorOf(block);
    int tensorFirst = index.firstBlocks[tensor];
    int from = at - (int) (place % size);
    int low = (int) Math.max(0, lastEnd - base);
    if (from < low) {
      from += size;
      block++;
    }
    // Backwards first: what is found there needs no second look.
    int first = block;
    int start = from;
    while (first > tensorFirst
        && start - size >= low
        && WeightIndex.hash(data, start - size, size) == index.blocks[first - 1]) {
      first--;
      start -= size;
    }
    firstBlock = first;
    nextBlock = first;
    lastBlock =
        tensor + 1 < index.firstBlocks.length ? index.firstBlocks[tensor + 1] : index.used();
    telling = 0;
    due = base + start;
    open = true;
    int next = follow(data, base, end);
    return open ? next : Math.max(next, at + WeightIndex.STEP);
  }

  /** Goes on with the open run; returns where to look on if it has ended. */
  private int follow(byte[] data, long base, int end) {
    int size = index.blockSize;
    int at = (int) (due - base);
    while (at + size <= end) {
      if (nextBlock >= lastBlock || WeightIndex.hash(data, at, size) != index.blocks[nextBlock]) {
        due = base + at;
        close();
        return at;
      }
      telling += index.isTrivial(nextBlock) ? 0 : 1;
      nextBlock++;
      at += size;
    }
    due = base + at;
    if (nextBlock >= lastBlock) {
      close();
    }
    return at;
  }

  private void close() {
    if (open && telling >= 2) {
      note();
      lastEnd = due;
    }
    open = false;
  }

  private void note() {
    for (int block = firstBlock; block < nextBlock; block++) {
      if (!index.isTrivial(block)) {
        seenBlocks.set(block);
      }
    }
    longest = Math.max(longest, (long) (nextBlock - firstBlock) * index.blockSize);
    seenTensors.add(index.tensors[index.tensorOf(firstBlock)]);
  }

  Hits hits() {
    if (open && telling >= 2) {
      note();
    }
    Set<String> found = new HashSet<>();
    seenNames.stream().mapToObj(names::name).forEach(found::add);
    return new Hits(
        (long) seenBlocks.cardinality() * index.blockSize,
        index.knownBytes(),
        (int) Math.min(Integer.MAX_VALUE, longest),
        seenTensors,
        found);
  }
}
