package dev.brigandine.study;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.training.query.Foreign;
import dev.brigandine.audit.training.query.Form;
import dev.brigandine.audit.training.query.Pool;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * A model whose answers are stolen, and what its thief has.
 *
 * @param model that answers
 * @param own images of its kind; it was trained on them
 * @param foreign images of other kinds
 * @param test what surrogates are scored on
 */
record QueryVictim(LoadedModel model, Samples own, List<Pool> foreign, GreyImages test) {
  private static final int OWN = 20_000;
  private static final int SEED = 20;
  private static final Path FILE =
      Path.of("onnx/src/test/resources/dev/brigandine/onnx/testing/trained/resnet.onnx");

  /** The victims. */
  enum Which {
    /** The tests' residual network, trained on the 60,000 of Fashion-MNIST. */
    FASHION(null),
    /** Trained on the 60,000 of MNIST. */
    DIGITS(DigitNetworks.PLAIN),
    /** The same, to see what a victim's make has to do with it. */
    NORMALIZED(DigitNetworks.NORMALIZED);

    private final Network network;

    Which(Network network) {
      this.network = network;
    }
  }

  static QueryVictim of(Which which) throws Exception {
    boolean fashion = which == Which.FASHION;
    GreyImages images = fashion ? FashionMnist.train() : Mnist.train();
    Samples own = samples(images.only(Trainer.range(0, OWN)));
    return new QueryVictim(
        fashion ? LoadedModel.open(OnnxModel.read(FILE)) : trained(which.network, images),
        own,
        foreign(own),
        fashion ? FashionMnist.test() : Mnist.test());
  }

  Answering answering() {
    return model::run;
  }

  static Samples samples(GreyImages images) {
    int[] labels = new int[images.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.labels()[i];
    }
    return Samples.batched(labels.length, i -> List.of(tensor(images, i)), labels);
  }

  static SampleTensor tensor(GreyImages images, int... chosen) {
    ByteBuffer data =
        ByteBuffer.allocate(4 * chosen.length * GreyImages.PIXELS).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : images.images(chosen)) {
      data.putFloat(value);
    }
    long[] shape = {chosen.length, 1, 28, 28};
    return new SampleTensor("images", "float32", shape, data.flip(), List.of());
  }

  private static List<Pool> foreign(Samples own) throws Exception {
    Form form = Form.of(own).orElseThrow();
    List<float[]> some = form.rows(own.only(Trainer.range(0, 100)));
    return Foreign.pools(form, some, samples(Photographs.all()));
  }

  private static LoadedModel trained(Network network, GreyImages images) throws Exception {
    Engine.getInstance().setRandomSeed(SEED);
    try (NDManager manager = NDManager.newBaseManager()) {
      Weights weights = new Weights(manager, SEED);
      PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
      new Trainer(network, weights, manager, silent).train(images, 4, 64, 0.002f, SEED);
      return LoadedModel.open(OnnxLayers.graph(network, weights, 13));
    }
  }
}
