package dev.brigandine.audit.files;

import static dev.brigandine.audit.files.OnnxFields.UNKNOWN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Reads an ONNX model's wire format as its bytes come, without ever holding more than some
 * kilobytes of them. Whether bytes are a model at all is told by this: there is no signature, but
 * other bytes do not get as far as an operator's name.
 *
 * <p>Source: onnx.proto3, protobuf's encoding. A field that is not in it ends the walk, as does a
 * depth of more than {@value #DEEPEST}. Nothing is allocated by what a length field says.
 */
final class OnnxWalk {
  private static final int DEEPEST = 40;
  private static final int LONGEST_TEXT = 256;

  /** A field's header, and a text if it is of interest, fit in this. */
  private static final int LOOK = 20 + LONGEST_TEXT;

  private final byte[] key;
  private final byte[] pending = new byte[8 * LOOK];
  private final OnnxNotes notes = new OnnxNotes();
  private final int[] messages = new int[DEEPEST];
  private final long[] ends = new long[DEEPEST];
  private int depth;
  private int filled;
  private int at;

  /** Position in the model of the first pending byte. */
  private long base;

  private long skip;
  private long taken;
  private boolean ended;
  private boolean cut;
  private boolean graphDone;
  private long length;

  /**
   * Of bytes that begin with a model, should they be one.
   *
   * @param key what each byte was XORed with, over and over; empty for bytes that are as they were
   */
  OnnxWalk(byte... key) {
    this.key = key.clone();
    ends[0] = Long.MAX_VALUE;
  }

  /** Goes on with what comes next. */
  void accept(byte[] data, int from, int to) {
    int next = from;
    while (next < to && !ended) {
      int n = (int) Math.min(skip, to - next);
      if (n > 0) {
        skip -= n;
        base += n;
      } else {
        n = Math.min(to - next, pending.length - filled);
        for (int i = 0; i < n; i++) {
          byte veil = key.length == 0 ? 0 : key[(int) ((taken + i) % key.length)];
          pending[filled + i] = (byte) (data[next + i] ^ veil);
        }
        filled += n;
      }
      taken += n;
      next += n;
      walk(false);
    }
  }

  /** There is no more. */
  void end() {
    if (!ended) {
      walk(true);
      if (!ended) {
        stop(skip > 0 || depth > 0);
      }
    }
  }

  /** Whether no more need be given to it. */
  boolean ended() {
    return ended;
  }

  /** Whether this is a model, from all that has been seen. */
  boolean isModel() {
    return notes.nodes() > 0;
  }

  /** Whether the bytes ended within it. */
  boolean isCut() {
    return cut;
  }

  /** Its length once it has ended, in bytes; of a cut one, what there is. */
  long length() {
    return length;
  }

  /** What there is to be read off it. */
  OnnxNotes notes() {
    return notes;
  }

  private void walk(boolean last) {
    while (!ended && skip == 0) {
      while (depth > 0 && base + at == ends[depth]) {
        leave();
      }
      if (ended || !last && filled - at < LOOK || at == filled) {
        break;
      }
      field();
    }
    // What is left moves to the front; what is skipped is not waited for.
    System.arraycopy(pending, at, pending, 0, filled - at);
    base += at;
    filled -= at;
    at = 0;
  }

  private void field() {
    long start = base + at;
    long tag = varint();
    int action = tag < 0 ? UNKNOWN : OnnxFields.action(messages[depth], tag >>> 3, (int) tag & 7);
    if (action == UNKNOWN || graphDone && depth == 0 && action == OnnxFields.GRAPH) {
      length = start;
      stop(depth > 0);
      return;
    }
    switch ((int) tag & 7) {
      case 0 -> number(action);
      case 1 -> pass(8);
      case 5 -> pass(4);
      default -> delimited(action);
    }
  }

  private void number(int action) {
    long value = varint();
    if (value == -1 && ended) {
      return;
    }
    if (action == OnnxFields.VERSION && (value < 1 || value > 30)) {
      stop(true);
    } else if (action == OnnxFields.DIMS) {
      notes.axis(value);
    } else if (action == OnnxFields.TYPE) {
      notes.type(value);
    }
  }

  private void delimited(int action) {
    long size = varint();
    if (size < 0 || size > ends[depth] - (base + at)) {
      stop(true);
    } else if (action <= OnnxFields.TENSOR) {
      enter(action, size);
    } else if (size <= LONGEST_TEXT && size <= filled - at) {
      String text = new String(pending, at, (int) size, ISO_8859_1);
      at += (int) size;
      if (!notes.text(action, text)) {
        stop(true);
      }
    } else if (action == OnnxFields.OP || action == OnnxFields.PRODUCER) {
      stop(true);
    } else {
      notes.longText(action);
      pass(size);
    }
  }

  private void enter(int message, long size) {
    if (depth + 1 == DEEPEST) {
      stop(true);
      return;
    }
    depth++;
    messages[depth] = message;
    ends[depth] = base + at + size;
    notes.enter(message);
  }

  private void leave() {
    if (!notes.leave(messages[depth])) {
      stop(true);
    }
    depth--;
    graphDone |= depth == 0;
  }

  private void pass(long size) {
    if (size > ends[depth] - (base + at)) {
      stop(true);
    } else if (size <= filled - at) {
      at += (int) size;
    } else {
      skip = size - (filled - at);
      at = filled;
    }
  }

  private void stop(boolean early) {
    ended = true;
    cut = early;
    if (length == 0) {
      length = base + at;
    }
  }

  /** The next number, or -1 at the end of the bytes, or if it has more than 63 bits. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70 && at < filled; shift += 7) {
      byte b = pending[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    if (at == filled) {
      stop(true);
    }
    return -1;
  }

  @Override
  public String toString() {
    return "walk at " + (base + at) + " in " + Arrays.toString(Arrays.copyOf(messages, depth + 1));
  }
}
