package dev.brigandine.study;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.data.SentenceFile;
import dev.brigandine.audit.training.fit.Fit;
import dev.brigandine.audit.training.fit.GraphLearner;
import dev.brigandine.audit.training.fit.Objectives;
import dev.brigandine.audit.training.fit.Pace;
import dev.brigandine.audit.training.fit.Recipe;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.vault.embed.TokenizerFile;
import dev.brigandine.vault.embed.WordPiece;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tunes a public text encoder to tell praise from complaint, as a vendor would, and writes the base
 * and the tuned model in the same form, with sentences that neither was tuned on.
 */
final class TuneSentences {
  private static final int SEED = 20;

  /** Pieces of a sentence; longer ones are left out. */
  private static final int LONGEST = 26;

  private static final int TUNED_ON = 1000;
  private static final int EPOCHS = 4;
  private static final int BATCH = 16;
  private static final double RATE = 5e-5;

  private TuneSentences() {}

  private record Sentence(String text, int label) {}

  /**
   * Runs it.
   *
   * @param args the encoder, its tokenizer.json, a folder of JSON files of {@code text} and {@code
   *     class}, and the folder to write to
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      throw new IllegalArgumentException("give encoder, tokenizer, sentences and output folder");
    }
    WordPiece tokenizer = TokenizerFile.read(Path.of(args[1]));
    List<Sentence> all = sentences(Path.of(args[2]), tokenizer);
    List<Sentence> taught = all.subList(0, TUNED_ON);
    List<Sentence> kept = all.subList(TUNED_ON, all.size());
    Path folder = Files.createDirectories(Path.of(args[3]));
    ModelGraph base = Classifier.of(OnnxModel.read(Path.of(args[0])).toGraph(), 2, SEED);
    write(base, folder.resolve("minilm-base.onnx"));
    Files.write(
        folder.resolve("sentiment.tsv"),
        kept.stream().map(sentence -> sentence.label() + "\t" + sentence.text()).toList());
    OnnxModel model = OnnxModel.of(base);
    Samples lessons = samples(taught, tokenizer, model);
    Samples test = samples(kept, tokenizer, model);
    System.out.printf(
        "%d sentences to tune on, %d kept; base %.3f%n",
        taught.size(), kept.size(), accuracy(base, test));
    try (TorchGraph graph = TorchGraph.open(base, name -> true);
        GraphLearner learner = new GraphLearner(graph, lessons, Classifier.LOGITS)) {
      Recipe recipe = Recipe.epochs(EPOCHS, TUNED_ON, BATCH, RATE, false);
      Fit.Fitted fitted =
          Fit.run(
              learner,
              Objectives.labels(lessons.labels().orElseThrow(), 2, false),
              recipe,
              SEED,
              told());
      ModelGraph tuned = graph.model();
      write(tuned, folder.resolve("minilm-sentiment.onnx"));
      System.out.printf(
          "%d steps, loss %.4f, accuracy on kept sentences %.3f%n",
          fitted.steps(), fitted.loss(), accuracy(tuned, test));
    }
  }

  private static List<Sentence> sentences(Path folder, WordPiece tokenizer) throws Exception {
    List<Path> files;
    try (var list = Files.list(folder)) {
      files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<Sentence> all = new ArrayList<>();
    for (Path file : files) {
      try (Reader reader = Files.newBufferedReader(file)) {
        for (JsonElement element : new Gson().fromJson(reader, JsonArray.class)) {
          JsonObject entry = element.getAsJsonObject();
          String text = entry.get("text").getAsString().replaceAll("\\s+", " ").strip();
          boolean fits = tokenizer.encode(text, LONGEST + 1).length <= LONGEST;
          if (fits && !text.isEmpty()) {
            all.add(new Sentence(text, entry.get("class").getAsInt()));
          }
        }
      }
    }
    Collections.shuffle(all, new Random(SEED));
    return all;
  }

  private static Samples samples(List<Sentence> sentences, WordPiece tokenizer, OnnxModel model) {
    return SentenceFile.samples(
        sentences.stream().map(Sentence::text).toList(),
        sentences.stream().mapToInt(Sentence::label).toArray(),
        tokenizer,
        model);
  }

  private static double accuracy(ModelGraph model, Samples samples) throws Exception {
    int[] labels = samples.labels().orElseThrow();
    int right = 0;
    try (LoadedModel loaded = LoadedModel.open(model)) {
      for (int from = 0; from < samples.count(); from += 50) {
        int[] some = IntStream.range(from, Math.min(samples.count(), from + 50)).toArray();
        Tensor answer = loaded.run(samples.batch(some)).get(Classifier.LOGITS);
        for (int i = 0; i < some.length; i++) {
          float first = answer.data().getFloat(8 * i);
          float second = answer.data().getFloat(8 * i + 4);
          right += (second > first ? 1 : 0) == labels[some[i]] ? 1 : 0;
        }
      }
    }
    return (double) right / samples.count();
  }

  private static void write(ModelGraph model, Path file) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OnnxModel.of(model).writeTo(channel);
    }
  }

  private static Pace told() {
    return new Pace() {
      private final long begun = System.nanoTime();
      private int steps;

      @Override
      public Duration left() {
        return Duration.ofDays(1).minusNanos(System.nanoTime() - begun);
      }

      @Override
      public void at(double share) {
        if (++steps % 25 == 0) {
          System.out.printf("%.0f%%%n", 100 * share);
        }
      }
    };
  }
}
