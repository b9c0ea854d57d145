package dev.brigandine.protect;

import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.SectionSource;
import dev.brigandine.bundle.TensorIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * The tensor index. It tells the digests of the weights' sections, so it is written after them; its
 * length is known before, since all digests are equally long.
 */
final class IndexSection implements SectionSource {
  private final List<TensorIndex.Part> parts;
  private final WeightSections weights;
  private final Optional<ModelInterface> face;
  private final long length;

  IndexSection(
      List<TensorIndex.Part> parts, WeightSections weights, Optional<ModelInterface> face) {
    this.parts = List.copyOf(parts);
    this.weights = weights;
    this.face = face;
    this.length = json().length;
  }

  @Override
  public String name() {
    return "tensors";
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(WritableByteChannel plaintext) throws IOException {
    ByteBuffer json = ByteBuffer.wrap(json());
    while (json.hasRemaining()) {
      plaintext.write(json);
    }
  }

  private byte[] json() {
    return new TensorIndex(parts, weights.digests(), face).toJson();
  }
}
