package dev.brigandine.armor.symmetry;

import dev.brigandine.armor.classes.Widths;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Elements;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A weight with its axes changed; computed from the original each time it is asked for. */
public final class Changed implements Elements {
  private final Constant original;
  private final List<AxisChange> changes;

  private Changed(Constant original, List<AxisChange> changes) {
    this.original = original;
    this.changes = changes;
  }

  /** {@code original}, if nothing changes. */
  public static Constant of(Constant original, List<AxisChange> changes) {
    List<AxisChange> real = changes.stream().filter(change -> !change.isNothing()).toList();
    return real.isEmpty()
        ? original
        : new Constant(original.elementType(), original.shape(), new Changed(original, real));
  }

  @Override
  public long byteLength() {
    return original.elements().byteLength();
  }

  @Override
  public void writeTo(WritableByteChannel target) throws IOException {
    byte[] bytes = new byte[(int) byteLength()];
    original.load().get(bytes);
    int width = Widths.of(original.elementType());
    for (AxisChange change : changes) {
      if (change.order() != null) {
        bytes = ordered(bytes, change, width);
      }
    }
    ByteBuffer changed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (changes.stream().anyMatch(change -> !change.maps().isEmpty())) {
      Numbers numbers = Numbers.of(original.elementType(), changed);
      for (AxisChange change : changes) {
        for (AxisChange.Part part : change.maps()) {
          map(numbers, change, part);
        }
      }
      numbers.writeTo(changed);
    }
    while (changed.hasRemaining()) {
      target.write(changed);
    }
  }

  private long product(int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= original.shape().get(i);
    }
    return product;
  }

  private byte[] ordered(byte[] bytes, AxisChange change, int width) {
    int axis = change.axis();
    int[] order = change.order();
    int outer = (int) product(0, axis);
    int run = (int) product(axis + 1, original.shape().size()) * width;
    byte[] ordered = new byte[bytes.length];
    int to = 0;
    for (int o = 0; o < outer; o++) {
      int start = o * order.length * run;
      for (int from : order) {
        System.arraycopy(bytes, start + from * run, ordered, to, run);
        to += run;
      }
    }
    return ordered;
  }

  private void map(Numbers numbers, AxisChange change, AxisChange.Part part) {
    int axis = change.axis();
    int size = (int) (long) original.shape().get(axis);
    int outer = (int) product(0, axis);
    int inner = (int) product(axis + 1, original.shape().size());
    int step = part.step() * inner;
    int columns = outer * step;
    // As many vectors at a time as stay in the processor's cache.
    int chunk = Math.min(columns, Math.max(32, (1 << 15) / part.channels()));
    double[] x = new double[part.channels() * chunk];
    int[] starts = new int[chunk];
    for (int first = 0; first < columns; first += chunk) {
      int width = Math.min(chunk, columns - first);
      for (int j = 0; j < width; j++) {
        int o = (first + j) / step;
        starts[j] = (o * size + part.start()) * inner + (first + j) % step;
      }
      numbers.read(starts, step, part.channels(), width, x);
      part.map().apply(x, width);
      numbers.write(starts, step, part.channels(), width, x);
    }
  }
}
