package dev.brigandine.onnx;

import java.nio.file.Path;

/** Reads a model and streams its weights; a program, so that a test can give it little memory. */
final class MemoryProbe {
  private MemoryProbe() {}

  public static void main(String[] args) throws Exception {
    Skeleton skeleton = Skeleton.of(OnnxModel.read(Path.of(args[0])));
    long[] sum = {0, 0};
    for (Weight weight : skeleton.weights()) {
      weight.writeTo(
          new CountingChannel(
              piece -> {
                sum[0] += piece.remaining();
                sum[1] = sum[1] * 31 + piece.get(piece.position());
              }));
    }
    System.out.println(skeleton.weights().size() + " " + sum[0]);
  }
}
