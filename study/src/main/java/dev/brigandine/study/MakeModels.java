package dev.brigandine.study;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Trains the tests' models on Fashion-MNIST and writes them with the first 1,000 test images. */
final class MakeModels {
  private static final Path FOLDER =
      Path.of("onnx/src/test/resources/dev/brigandine/onnx/testing/trained");
  private static final int IMAGES = 1000;
  private static final int SEED = 20;

  private MakeModels() {}

  public static void main(String[] only) throws Exception {
    Files.createDirectories(FOLDER);
    GreyImages train = FashionMnist.train();
    GreyImages test = FashionMnist.test();
    GreyImages few =
        new GreyImages(
            Arrays.copyOf(test.pixels(), IMAGES * GreyImages.PIXELS),
            Arrays.copyOf(test.labels(), IMAGES));
    writeImages(few);
    for (Networks network : Networks.values()) {
      if (only.length > 0 && !Arrays.asList(only).contains(network.name())) {
        continue;
      }
      System.out.println(network + ", seed " + SEED);
      Engine.getInstance().setRandomSeed(SEED);
      try (NDManager manager = NDManager.newBaseManager()) {
        Weights weights = new Weights(manager, SEED);
        Trainer trainer = new Trainer(network, weights, manager, System.out);
        trainer.train(train, 4, 64, 0.003f, SEED);
        System.out.printf("PyTorch: accuracy on 10,000 %.4f%n", trainer.accuracy(test));
        byte[] model = bytes(OnnxLayers.graph(network, weights, opset(network)));
        compare(trainer, model, few);
        Files.write(FOLDER.resolve(network.name().toLowerCase(Locale.ROOT) + ".onnx"), model);
      }
    }
  }

  private static byte[] bytes(ModelGraph graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.of(graph).writeTo(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  private static long opset(Networks network) {
    return switch (network) {
      case RESNET -> 13;
      case MOBILENET -> 17;
      case LSTM -> 14;
    };
  }

  private static void compare(Trainer trainer, byte[] model, GreyImages few) throws Exception {
    float[] images = few.images(Trainer.range(0, IMAGES));
    float[] torch = trainer.logits(images);
    float[] onnx = Answers.of(model, images);
    float apart = 0;
    int right = 0;
    for (int i = 0; i < torch.length; i++) {
      apart = Math.max(apart, Math.abs(torch[i] - onnx[i]));
    }
    for (int i = 0; i < IMAGES; i++) {
      right += Answers.top(onnx, i) == few.labels()[i] ? 1 : 0;
    }
    System.out.printf(
        "ONNX: %,d bytes, accuracy on the first 1,000 %.3f, farthest from PyTorch %.2g%n",
        model.length, right / (double) IMAGES, apart);
    if (!(apart < 1e-4)) {
      throw new IllegalStateException("the written model differs from the trained one");
    }
  }

  /** The labels, a byte each, then the pixels; all in gzip. */
  private static void writeImages(GreyImages few) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(few.labels());
      out.write(few.pixels());
    }
    Files.write(FOLDER.resolve("fashion-mnist-1000.gz"), bytes.toByteArray());
  }
}
