package dev.brigandine.onnx;

import java.nio.file.Path;

/**
 * Reads a model and streams its weights, as it is and as one file made from its graph; a program,
 * so that a test can give it little memory.
 */
final class MemoryProbe {
  private MemoryProbe() {}

  public static void main(String[] args) throws Exception {
    OnnxModel model = OnnxModel.read(Path.of(args[0]));
    Skeleton skeleton = Skeleton.of(model);
    long[] sum = {0, 0};
    for (Weight weight : skeleton.weights()) {
      weight.writeTo(
          new CountingChannel(
              piece -> {
                sum[0] += piece.remaining();
                sum[1] = sum[1] * 31 + piece.get(piece.position());
              }));
    }
    if (sum[0] < Integer.MAX_VALUE) {
      long[] whole = {0};
      OnnxModel.of(model.toGraph())
          .writeTo(new CountingChannel(piece -> whole[0] += piece.remaining()));
      if (whole[0] < sum[0]) {
        throw new IllegalStateException("only " + whole[0] + " bytes in one file");
      }
    }
    System.out.println(skeleton.weights().size() + " " + sum[0]);
  }
}
