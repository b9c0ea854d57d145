package dev.brigandine.audit.files;

import dev.brigandine.onnx.graph.ModelGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The weights and inner names of a model, made ready to be found in any stream of bytes: files, a
 * process's memory, heap dumps, core files. Immutable, for any number of threads; it holds hashes
 * of the weights, not the weights.
 *
 * <p>Guaranteed: a tensor of {@value #SMALLEST} bytes to 16 KiB that varies is seen wherever it
 * lies whole and in its stored order (little-endian, as in {@code raw_data}), at any byte offset;
 * of longer ones, in models of up to 100 MB, any stretch of 8 KiB but one in some thousands, and of
 * 4 KiB but one in fifty; of larger models longer stretches only. What is reported as found was
 * compared by 64 bits of equality and at least two further hashes of 32 bits.
 *
 * <p>Not guaranteed: weights that were transposed, packed, converted or byte-swapped are not seen;
 * nor are names of fewer than 11 bytes, and names that exporters give to every model; of names of
 * 11 to 14 bytes some occurrences are passed over. Zeros and repeated values count neither as known
 * nor as found.
 */
public final class KnownContent {
  /** Tensors of fewer bytes are left out. */
  public static final int SMALLEST = 128;

  private final WeightIndex weights;
  private final NameIndex names;

  private KnownContent(WeightIndex weights, NameIndex names) {
    this.weights = weights;
    this.names = names;
  }

  /**
   * Of all constants of the model and of the bodies within it, and of the names of what lies inside
   * it: inputs and outputs are no secret.
   *
   * @throws IOException if weights can't be read
   */
  public static KnownContent of(ModelGraph graph) throws IOException {
    NameIndex names = NameIndex.of(graph.graph());
    return new KnownContent(WeightIndexer.index(graph.graph(), names.heads()), names);
  }

  /** How many bytes of weights can be found: those of different tensors that vary. */
  public long known() {
    return weights.knownBytes();
  }

  /** The names that can be found. */
  public Set<String> names() {
    return names.all();
  }

  /** A search that has seen nothing yet. */
  public Search search() {
    return new Search(weights, names);
  }

  /**
   * What was found.
   *
   * @param found different bytes of known weights; a byte seen twice counts once
   * @param known bytes that could have been
   * @param longestRun bytes of the longest stretch that lay in one piece
   * @param tensors the names of those of which 64 bytes and more were seen
   * @param names inner names that were seen, in UTF-8 or UTF-16LE
   */
  public record Hits(
      long found, long known, int longestRun, Set<String> tensors, Set<String> names) {
    /** Copies the sets. */
    public Hits {
      tensors = Set.copyOf(tensors);
      names = Set.copyOf(names);
    }

    /** How much of the known weights was found, from 0 to 1. */
    public double share() {
      return known == 0 ? 0 : (double) found / known;
    }

    /** Whether no weight was found. */
    public boolean noWeights() {
      return found == 0;
    }
  }

  /** One search, over a stream that is given block by block. For one thread. */
  public static final class Search {
    /** What came before a block is kept for so long, so that runs are followed back into it. */
    static final int TAIL = 8 << 10;

    private static final int ROOM = 128 << 10;

    private final RunTracker runs;
    private byte[] buffer;
    private long base;
    private int filled;

    private Search(WeightIndex weights, NameIndex names) {
      runs = new RunTracker(weights, names);
    }

    /**
     * Searches what comes next in the stream.
     *
     * @throws IndexOutOfBoundsException if the block has no such bytes
     */
    public void accept(byte[] block, int offset, int length) {
      accept(ByteBuffer.wrap(block, offset, length));
    }

    /** Searches what comes next in the stream: all that remains in the block. */
    public void accept(ByteBuffer block) {
      if (buffer == null) {
        buffer = new byte[TAIL + ROOM];
      }
      while (block.hasRemaining()) {
        int n = Math.min(block.remaining(), buffer.length - filled);
        block.get(buffer, filled, n);
        filled += n;
        if (filled == buffer.length) {
          runs.scan(buffer, base, filled, filled - RunTracker.AHEAD);
          System.arraycopy(buffer, filled - TAIL, buffer, 0, TAIL);
          base += filled - TAIL;
          filled = TAIL;
        }
      }
    }

    /** What comes next does not follow what came: another file, another region of memory. */
    public void gap() {
      finish();
      runs.restart();
      base = 0;
      filled = 0;
    }

    /** What was found until now, over all gaps. */
    public Hits hits() {
      finish();
      return runs.hits();
    }

    /** The tracker, for a caller that keeps a buffer with a tail itself. */
    RunTracker runs() {
      return runs;
    }

    private void finish() {
      if (filled > 0) {
        runs.scan(buffer, base, filled, filled);
      }
    }
  }
}
