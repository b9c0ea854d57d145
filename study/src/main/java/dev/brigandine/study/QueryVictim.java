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
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose answers are stolen, and what its thief has.
 *
 * @param model that answers
 * @param own images of its kind; it was trained on them
 * @param foreign images of other kinds
 * @param test what surrogates are scored on
 */
record QueryVictim(LoadedModel model, Samples own, List<Pool> foreign, FashionMnist test) {
  private static final int OWN = 20_000;
  private static final int TRAINED_ON = 7000;
  private static final int SEED = 20;

  /** The victims. */
  enum Which {
    /** The tests' residual network, trained on all 60,000. */
    FASHION,
    /** The same network, trained on 7,000 digits. */
    DIGITS
  }

  static QueryVictim of(Which which) throws Exception {
    FashionMnist fashion = FashionMnist.train();
    FashionMnist digits = Digits.all();
    if (which == Which.FASHION) {
      Path file =
          Path.of("onnx/src/test/resources/dev/brigandine/onnx/testing/trained/resnet.onnx");
      Samples own = samples(fashion.only(Trainer.range(0, OWN)));
      return new QueryVictim(
          LoadedModel.open(OnnxModel.read(file)),
          own,
          foreign(own, "handwritten digits", samples(digits)),
          FashionMnist.test());
    }
    FashionMnist trained = digits.only(Trainer.range(0, TRAINED_ON));
    Samples own = samples(trained);
    return new QueryVictim(
        trained(trained),
        own,
        foreign(own, "clothes", samples(fashion.only(Trainer.range(0, OWN)))),
        digits.only(Trainer.range(TRAINED_ON, digits.count())));
  }

  Answering answering() {
    return model::run;
  }

  static Samples samples(FashionMnist images) {
    int[] labels = new int[images.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.labels()[i];
    }
    return Samples.batched(labels.length, i -> List.of(tensor(images, i)), labels);
  }

  static SampleTensor tensor(FashionMnist images, int... chosen) {
    ByteBuffer data =
        ByteBuffer.allocate(4 * chosen.length * FashionMnist.PIXELS).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : images.images(chosen)) {
      data.putFloat(value);
    }
    long[] shape = {chosen.length, 1, 28, 28};
    return new SampleTensor("images", "float32", shape, data.flip(), List.of());
  }

  private static List<Pool> foreign(Samples own, String name, Samples others) {
    Form form = Form.of(own).orElseThrow();
    List<Pool> pools = new ArrayList<>();
    pools.add(Pool.of(name, form, others));
    pools.addAll(Foreign.pools(form, form.rows(own.only(Trainer.range(0, 100)))));
    return pools;
  }

  private static LoadedModel trained(FashionMnist images) throws Exception {
    Engine.getInstance().setRandomSeed(SEED);
    try (NDManager manager = NDManager.newBaseManager()) {
      Weights weights = new Weights(manager, SEED);
      PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
      new Trainer(Networks.RESNET, weights, manager, silent).train(images, 6, 64, 0.003f, SEED);
      return LoadedModel.open(OnnxLayers.graph(Networks.RESNET, weights, 13));
    }
  }
}
