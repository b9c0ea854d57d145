package dev.brigandine.audit.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks for signatures in a stream and checks what they tell of. */
final class SignatureScan {
  /** So much beyond a signature may have to be seen to check it. */
  static final int AHEAD = 2 << 10;

  /** A node seen so many times without a model's beginning before it ends the search for one. */
  private static final int MOST_VAIN = 2_000;

  private static final int MOST = 1_000;

  private final List<Sighting> sightings = new ArrayList<>();

  /** Where in the stream to go on looking. */
  private long probed;

  /** No model begins before: there ends the last one. */
  private long low;

  private OnnxWalk walk;
  private long walkStart;

  /** Up to where in the stream the walk has come. */
  private long walked;

  private String walkVeil;
  private int vain;

  // The block that is being looked at.
  private byte[] data;
  private long base;
  private int end;

  /**
   * Looks through a stretch of the stream.
   *
   * @param block holds some kilobytes of what was looked at before
   * @param position in the stream of its first byte
   * @param filled end of what it holds
   * @param last whether the stream ends there
   */
  void scan(byte[] block, long position, int filled, boolean last) {
    data = block;
    base = position;
    end = filled;
    if (walk != null) {
      goOn();
    }
    int at = (int) Math.max(0, probed - base);
    int limit = Math.min(last ? filled : filled - AHEAD, filled - SignatureTable.REACH);
    while ((at = SignatureTable.next(data, at, limit)) <= limit) {
      SignatureTable.look(data, at, end, this::seen);
      at += SignatureTable.GROUP;
    }
    probed = base + at;
    if (last && walk != null) {
      walk.end();
      settle();
    }
    data = null;
  }

  /** A walk from the stream's first byte, whose block this is. */
  void beginWith(OnnxWalk whole, byte[] block, int filled, String veil) {
    whole.accept(block, 0, filled);
    walk = whole;
    walkStart = 0;
    walked = filled;
    walkVeil = veil;
    if (walk.ended()) {
      settle();
    }
  }

  void add(Sighting sighting) {
    if (sightings.size() < MOST) {
      sightings.add(sighting);
    }
  }

  List<Sighting> sightings() {
    return sightings;
  }

  private void goOn() {
    walk.accept(data, (int) (walked - base), end);
    walked = base + end;
    if (walk.ended()) {
      settle();
    }
  }

  /** The walk has ended: it was in a model, or it was not. */
  private void settle() {
    if (walk.isModel()) {
      add(
          Sighting.veiled(
              Format.ONNX,
              walkStart,
              walk.length(),
              walkVeil,
              walk.notes().summary() + (walk.isCut() ? ", cut off" : "")));
      low = walkStart + walk.length();
    }
    walk = null;
  }

  private void seen(Signature signature, int at, byte veil) {
    int start = at - signature.back();
    if (start < 0 || base + start < low || walk != null) {
      return;
    }
    switch (signature.means()) {
      case ONNX_NODE -> node(at, veil);
      case ONNX_BASE64, TFLITE_BASE64 -> {
        if (veil == 0) {
          Veils.base64(data, start, end).ifPresent(found -> inside(start, found));
        }
      }
      case GZIP -> {
        // A file that is gzip from its first byte is unpacked as an archive is.
        if (veil == 0 && base + start > 0) {
          Veils.gzip(data, start, end).ifPresent(found -> inside(start, found));
        }
      }
      case BUNDLE -> {
        if (veil == 0 && base + start > 0) {
          BundleLook.of(data, start, end, base + start, -1).ifPresent(this::add);
        }
      }
      default -> {
        Optional<Sighting> found =
            new Shapes(data, start, end, veil).check(signature.means(), base + start);
        found.ifPresent(
            sighting -> {
              add(sighting);
              low = sighting.offset() + 8;
            });
      }
    }
  }

  private void inside(int start, Sighting found) {
    add(Sighting.veiled(found.format(), base + start, found.length(), found.veil(), found.tells()));
    low = base + start + Math.max(8, found.length());
  }

  /** A node of a model, perhaps: its beginning stands some way before it. */
  private void node(int at, byte veil) {
    if (vain >= MOST_VAIN) {
      return;
    }
    int lowest = (int) Math.max(0, low - base);
    for (int start = at - 8; start >= lowest; start--) {
      if ((data[start] ^ veil) == 8 && begins(start, veil)) {
        OnnxWalk candidate = veil == 0 ? new OnnxWalk() : new OnnxWalk(veil);
        // A false start fails soon.
        int first = Math.min(end, start + 64);
        candidate.accept(data, start, first);
        if (!candidate.ended()) {
          candidate.accept(data, first, end);
        }
        if (candidate.isModel()) {
          walk = candidate;
          walkStart = base + start;
          walked = base + end;
          walkVeil = veil == 0 ? "" : Shapes.xor(veil);
          if (walk.ended()) {
            settle();
          }
          return;
        }
      }
    }
    vain++;
  }

  private boolean begins(int start, byte veil) {
    int version = data[start + 1] ^ veil;
    int tag = (data[start + 2] ^ veil) & 255;
    return version >= 1
        && version <= Signature.LAST_IR_VERSION
        && Arrays.stream(Signature.SECOND_TAGS).anyMatch(second -> second == tag);
  }
}
