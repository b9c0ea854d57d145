package dev.brigandine.protect;

import dev.brigandine.bundle.PlainDigest;
import dev.brigandine.bundle.SectionSource;
import dev.brigandine.bundle.TensorIndex;
import dev.brigandine.onnx.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Packs weights into sections: together up to a target size, so that many small tensors cost
 * neither alignment nor a manifest entry each and their sizes don't show; alone above it, so that
 * sections decrypt side by side.
 */
final class WeightSections {
  /** Small enough that two processors share the work on a model of 50 MB or more. */
  static final long TARGET = 16L << 20;

  /** Tensors start at multiples of this in the decrypted section, as ONNX Runtime likes them. */
  static final int ALIGNMENT = 64;

  private final List<SectionSource> sections = new ArrayList<>();
  private final Map<String, byte[]> digests = new LinkedHashMap<>();
  private long bytes;

  /** Packs the weights of one part of the model into sections of their own. */
  List<TensorIndex.Entry> add(List<Weight> weights) {
    List<TensorIndex.Entry> entries = new ArrayList<>();
    List<Weight> open = new ArrayList<>();
    long length = 0;
    for (Weight weight : weights) {
      if (!open.isEmpty() && align(length) + weight.byteLength() > TARGET) {
        entries.addAll(close(open));
        open = new ArrayList<>();
        length = 0;
      }
      open.add(weight);
      length = align(length) + weight.byteLength();
    }
    if (!open.isEmpty()) {
      entries.addAll(close(open));
    }
    return entries;
  }

  List<SectionSource> sections() {
    return sections;
  }

  /** Of the sections' plaintexts; zeros for those that are not written yet. */
  List<PlainDigest> digests() {
    return digests.entrySet().stream().map(e -> new PlainDigest(e.getKey(), e.getValue())).toList();
  }

  /** Of all weights, without padding. */
  long bytes() {
    return bytes;
  }

  private List<TensorIndex.Entry> close(List<Weight> weights) {
    List<TensorIndex.Entry> entries = new ArrayList<>();
    String name = "weights." + sections.size();
    long end = 0;
    for (Weight weight : weights) {
      long offset = align(end);
      end = offset + weight.byteLength();
      List<Long> shape = LongStream.of(weight.shape()).boxed().toList();
      entries.add(
          new TensorIndex.Entry(
              weight.name(), weight.elementType(), shape, name, offset, weight.byteLength()));
      bytes += weight.byteLength();
    }
    sections.add(new Packed(name, end, List.copyOf(weights), digests));
    digests.put(name, new byte[32]);
    return entries;
  }

  private static long align(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private record Packed(String name, long length, List<Weight> weights, Map<String, byte[]> digests)
      implements SectionSource {
    @Override
    public void writeTo(WritableByteChannel plaintext) throws IOException {
      DigestChannel channel = new DigestChannel(plaintext);
      long end = 0;
      for (Weight weight : weights) {
        ByteBuffer padding = ByteBuffer.allocate((int) (align(end) - end));
        while (padding.hasRemaining()) {
          channel.write(padding);
        }
        weight.writeTo(channel);
        end = align(end) + weight.byteLength();
      }
      digests.put(name, channel.digest());
    }
  }
}
