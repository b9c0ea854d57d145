package dev.brigandine.audit.target;

import dev.brigandine.armor.Tolerances;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.endpoint.Endpoint;
import dev.brigandine.audit.endpoint.EndpointVictim;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The owner's model in all forms. Those that the owner has not made himself are made for the
 * occasion, with keys of their own, as they are asked for.
 */
public final class Forms {
  private static final int FEW = 8;
  private static final double ALIKE = 0.5;

  private final Path file;
  private final OnnxModel original;
  private final Optional<Path> base;
  private final Optional<Endpoint> endpoint;
  private final AuditData data;
  private final Yardstick yardstick;
  private final Workshop workshop;
  private final Map<Protection, Target> made = new EnumMap<>(Protection.class);
  private final Optional<String> own;

  private Forms(
      Path file,
      OnnxModel original,
      Optional<Path> base,
      Optional<Endpoint> endpoint,
      AuditData data,
      Yardstick yardstick,
      Workshop workshop,
      Optional<String> own) {
    this.file = file;
    this.original = original;
    this.base = base;
    this.endpoint = endpoint;
    this.data = data;
    this.yardstick = yardstick;
    this.workshop = workshop;
    this.own = own;
  }

  /**
   * Reads the original and takes its answers.
   *
   * @param file the model as it was trained
   * @param own the owner's bundle of it, which then takes the place of the trial bundle of its form
   * @param base the public model it was tuned from
   * @param endpoint that serves the model, if what asks the application is to ask there; it is
   *     asked a few samples first
   * @param data to measure by
   * @param task what the answers are; null to tell by the labels
   * @param folder a private folder for trial bundles
   * @throws BrigandineException ({@link ErrorCode#MODEL_UNREADABLE}) if ONNX Runtime does not run
   *     the model; ({@link ErrorCode#USAGE}) if the bundle or endpoint does not answer as the model
   *     does, since an audit yields copies and is for whoever has the original; ({@link
   *     ErrorCode#IO}) if the endpoint cannot be asked; and what opening the bundle throws
   */
  public static Forms of(
      Path file,
      Optional<OwnBundle> own,
      Optional<Path> base,
      Optional<Endpoint> endpoint,
      AuditData data,
      Yardstick.Task task,
      Path folder)
      throws Exception {
    OnnxModel original = OnnxModel.read(file);
    Yardstick yardstick;
    Workshop workshop = new Workshop(file, folder, some(data.test()));
    try (Answering plain = GraphAnswers.open(original.toGraph(), Map.of())) {
      yardstick = Measured.of(plain, data.test(), task);
      if (own.isPresent()) {
        workshop.adopt(own.get());
        requireSame(plain, workshop.installed(workshop.owned()), original, data.test(), file);
      }
      if (endpoint.isPresent()) {
        requireAlike(endpoint.get(), plain, data.test(), yardstick.task(), file);
      }
    } catch (OnnxException e) {
      throw new BrigandineException(
          ErrorCode.MODEL_UNREADABLE, e.getMessage(), e.hint().orElse(null), e);
    }
    return new Forms(
        file,
        original,
        base,
        endpoint,
        data,
        yardstick,
        workshop,
        own.map(bundle -> words(bundle.bundle())));
  }

  /**
   * Whether what is served is this model, by a few questions. Nearly is enough: a guard may round
   * answers, or lie now and then.
   */
  private static void requireAlike(
      Endpoint endpoint, Answering plain, Samples test, Yardstick.Task task, Path file)
      throws Exception {
    int[] few = IntStream.range(0, Math.min(FEW, test.count())).toArray();
    Yardstick yardstick = Measured.of(plain, test.only(few), task);
    Score score;
    try (Answering served = new EndpointVictim(endpoint)) {
      score = yardstick.score(served);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "the endpoint " + endpoint + " does not answer: " + words(e),
          "see that it runs, serves a model of that name, and takes the key",
          e);
    }
    double alike = task == Yardstick.Task.CLASSES ? score.agreement() : score.closeness();
    if (alike < ALIKE) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the endpoint " + endpoint + " does not answer as " + file + ", so nothing is attacked",
          "an audit yields copies of a model: give the original of what is served there");
    }
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? "there is no connection" : e.getMessage();
  }

  private static List<List<SampleTensor>> some(Samples samples) {
    return List.of(samples.item(0), samples.item(samples.count() - 1));
  }

  private static String words(Path bundle) {
    try (Bundle open = Bundle.open(bundle)) {
      Manifest manifest = open.manifest();
      return manifest.modelId()
          + ", version "
          + manifest.modelVersion()
          + ", armor "
          + manifest.armor();
    }
  }

  private static void requireSame(
      Answering plain, Installed installed, OnnxModel original, Samples test, Path file)
      throws Exception {
    Tolerances tolerances = Tolerances.of(original);
    try (Answering application = Application.open(installed)) {
      for (List<SampleTensor> run : some(test)) {
        Map<String, Tensor> wanted = plain.answer(run);
        Map<String, Tensor> got = application.answer(run);
        for (Map.Entry<String, Tensor> answer : wanted.entrySet()) {
          Tensor other = got.get(answer.getKey());
          if (other == null
              || !tolerances.compare(answer.getKey(), answer.getValue(), other).close()) {
            throw new BrigandineException(
                ErrorCode.USAGE,
                "the bundle does not answer as " + file + " does, so nothing is attacked",
                "an audit yields copies of a model: give the original that the bundle was made"
                    + " from");
          }
        }
      }
    }
  }

  /** The model in that form; made on the first call, which takes a while for large ones. */
  public Target target(Protection form) throws IOException {
    Target target = made.get(form);
    if (target == null) {
      target = new FormTarget(this, form, workshop);
      made.put(form, target);
    }
    return target;
  }

  /** The model as it was trained. */
  public OnnxModel original() {
    return original;
  }

  /** Scores copies. */
  public Yardstick yardstick() {
    return yardstick;
  }

  /** To measure by. */
  public AuditData data() {
    return data;
  }

  /** The owner's bundle, in words: id, version, armor. */
  public Optional<String> own() {
    return own;
  }

  Path file() {
    return file;
  }

  Optional<Path> base() {
    return base;
  }

  Optional<Endpoint> endpoint() {
    return endpoint;
  }
}
