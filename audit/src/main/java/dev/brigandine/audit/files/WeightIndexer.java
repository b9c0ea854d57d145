package dev.brigandine.audit.files;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a {@link WeightIndex} of a graph's constants, reading each once. */
final class WeightIndexer {
  /** Heads and blocks are chosen so few that either table has about so many entries. */
  private static final int MOST_HEADS = 750_000;

  private static final int MOST_BLOCKS = 4 << 20;

  /** A tensor no longer than this is given heads for every alignment, whatever the hash picks. */
  private static final int SMALL = 16 << 10;

  private static final int PAGE = 64 << 10;

  private final WeightIndex index;
  private final List<String> names = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();
  private int next;
  private long known;

  private WeightIndexer(WeightIndex index) {
    this.index = index;
  }

  static WeightIndex index(Graph graph, Map<Long, Long> nameHeads) throws IOException {
    Map<String, Constant> large = new LinkedHashMap<>();
    graph.forEachGraph(
        each ->
            each.constants()
                .forEach(
                    (name, constant) -> {
                      if (constant.elements().byteLength() >= KnownContent.SMALLEST) {
                        large.putIfAbsent(name, constant);
                      }
                    }));
    long bytes = large.values().stream().mapToLong(c -> c.elements().byteLength()).sum();
    int blockSize = 32;
    while (bytes / blockSize > MOST_BLOCKS) {
      blockSize *= 2;
    }
    int sparsity = 16;
    while (bytes / sparsity > MOST_HEADS) {
      sparsity *= 2;
    }
    long blocks = 0;
    for (Constant constant : large.values()) {
      blocks += constant.elements().byteLength() / blockSize;
    }
    int expected = (int) (bytes / sparsity) + WeightIndex.STEP * large.size() + nameHeads.size();
    WeightIndex index = new WeightIndex((int) blocks, blockSize, sparsity, expected);
    nameHeads.forEach(index::force);
    WeightIndexer indexer = new WeightIndexer(index);
    for (Map.Entry<String, Constant> entry : large.entrySet()) {
      indexer.add(entry.getKey(), entry.getValue());
    }
    index.name(
        indexer.names.toArray(String[]::new),
        indexer.firsts.stream().mapToInt(Integer::intValue).toArray(),
        indexer.next,
        indexer.known);
    return index;
  }

  private void add(String name, Constant constant) throws IOException {
    if (constant.elements().byteLength() < index.blockSize) {
      return;
    }
    Feed feed = new Feed(constant.elements().byteLength() <= SMALL);
    constant.elements().writeTo(feed);
    feed.end();
    if (feed.known >= 2L * index.blockSize && seen.add(feed.all)) {
      names.add(name);
      firsts.add(next);
      next += feed.blocks;
      known += feed.known;
    }
    // Else its blocks are written over: the same tensor was there, or nothing in it can be found.
  }

  /** One tensor on its way into the index. */
  private final class Feed implements WritableByteChannel {
    private final byte[] page = new byte[PAGE];
    private final boolean small;
    private int filled;

    /** Position within the tensor of the page's first byte. */
    private long base;

    private int blocks;
    private long known;
    private long all;

    /** Up to which position of the page its heads have been looked at. */
    private int headed;

    Feed(boolean small) {
      this.small = small;
    }

    @Override
    public int write(ByteBuffer source) {
      int all = source.remaining();
      while (source.hasRemaining()) {
        int n = Math.min(source.remaining(), PAGE - filled);
        source.get(page, filled, n);
        filled += n;
        if (filled == PAGE) {
          blocks();
          // The last block stays, for the heads that reach over its end.
          int keep = index.blockSize;
          System.arraycopy(page, PAGE - keep, page, 0, keep);
          base += PAGE - keep;
          headed -= PAGE - keep;
          filled = keep;
        }
      }
      return all;
    }

    private void end() {
      blocks();
      if (small) {
        seeToEveryAlignment();
      }
    }

    /** Takes in the blocks and heads that the page holds and that were not taken in before. */
    private void blocks() {
      int size = index.blockSize;
      for (long at = (long) blocks * size - base; at + size <= filled; at += size) {
        int block = next + blocks++;
        int hash = WeightIndex.hash(page, (int) at, size);
        index.blocks[block] = hash;
        all = Long.rotateLeft(all, 7) * 31 + hash;
        if (variety(page, (int) at, 32) < 12) {
          index.trivial[block >> 6] |= 1L << block;
        } else {
          index.trivial[block >> 6] &= ~(1L << block);
          known += size;
        }
      }
      // What begins behind the last whole block belongs to none, and led to the next tensor.
      for (; headed + WeightIndex.HEAD <= filled && base + headed < whole(); headed++) {
        long head = (long) WeightIndex.LONGS.get(page, headed);
        if (index.picks(head) && variety(page, headed, WeightIndex.HEAD) > 4) {
          index.put(head, (long) next * size + base + headed);
        }
      }
    }

    /** Bytes of whole blocks. */
    private long whole() {
      return (long) blocks * index.blockSize;
    }

    private void seeToEveryAlignment() {
      for (int alignment = 0; alignment < WeightIndex.STEP; alignment++) {
        int best = -1;
        int most = 4;
        boolean has = false;
        for (int at = alignment;
            at + WeightIndex.HEAD <= filled && at < whole();
            at += WeightIndex.STEP) {
          int variety = variety(page, at, WeightIndex.HEAD);
          has |= variety > 4 && index.picks((long) WeightIndex.LONGS.get(page, at));
          if (variety > most) {
            best = at;
            most = variety;
          }
        }
        if (!has && best >= 0) {
          index.force(
              (long) WeightIndex.LONGS.get(page, best), (long) next * index.blockSize + best);
        }
      }
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      Arrays.fill(page, (byte) 0);
    }
  }

  /** How many different bytes there are. */
  static int variety(byte[] data, int at, int length) {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    for (int i = at; i < at + length; i++) {
      long bit = 1L << data[i];
      switch (data[i] >> 6 & 3) {
        case 0 -> a |= bit;
        case 1 -> b |= bit;
        case 2 -> c |= bit;
        default -> d |= bit;
      }
    }
    return Long.bitCount(a) + Long.bitCount(b) + Long.bitCount(c) + Long.bitCount(d);
  }
}
