package dev.brigandine.audit.data;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.ValueDescription;
import dev.brigandine.vault.embed.TokenizerFile;
import dev.brigandine.vault.embed.WordPiece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences for a text encoder: a line {@code label<TAB>sentence} each, or the sentence alone;
 * UTF-8. Split by a WordPiece tokenizer and filled up to the longest, of 64 pieces at most.
 */
public final class SentenceFile {
  private static final int MOST_PIECES = 64;

  /** A transformer takes tens of milliseconds for each. */
  private static final int MOST_TESTED = 200;

  private static final long MAX_BYTES = 64L << 20;

  private SentenceFile() {}

  /**
   * Reads sentences.
   *
   * @param tokenizer a {@code tokenizer.json}
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if a line is no such line, or the
   *     model takes other inputs than ids, mask and types
   */
  public static AuditData read(Path file, Path tokenizer, OnnxModel model) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw bad(file + " has more than 64 MiB");
    }
    List<String> sentences = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int number = 0;
    for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n")) {
      number++;
      if (!line.isBlank()) {
        int tab = line.indexOf('\t');
        sentences.add(line.substring(tab + 1).strip());
        if (tab >= 0) {
          labels.add(label(file, number, line.substring(0, tab)));
        }
      }
    }
    if (!labels.isEmpty() && labels.size() != sentences.size()) {
      throw bad(file + " has labels on some lines and none on others");
    }
    int[] all = labels.isEmpty() ? null : labels.stream().mapToInt(Integer::intValue).toArray();
    return Split.of(
        samples(sentences, all, TokenizerFile.read(tokenizer), model),
        MOST_TESTED,
        sentences.size() + " sentences of " + file.getFileName());
  }

  /**
   * Sentences as inputs of a model.
   *
   * @param labels one a sentence; null for none
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) as {@link #read}
   */
  public static Samples samples(
      List<String> sentences, int[] labels, WordPiece tokenizer, OnnxModel model) {
    int[][] ids =
        sentences.stream().map(s -> tokenizer.encode(s, MOST_PIECES)).toArray(int[][]::new);
    int longest = Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(1);
    List<ValueDescription> inputs = model.inputs();
    for (ValueDescription input : inputs) {
      String name = input.name();
      if (!(name.contains("ids") || name.contains("mask")) || !input.type().equals("int64")) {
        throw bad("sentences feed int64 inputs of ids, mask and types, and the model has " + name);
      }
    }
    return Samples.batched(
        ids.length,
        index -> inputs.stream().map(input -> tensor(input.name(), ids[index], longest)).toList(),
        labels);
  }

  private static int label(Path file, int line, String text) {
    try {
      int label = Integer.parseInt(text.strip());
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw bad(file + ", line " + line + ": before the tab stands no class from 0 on");
  }

  private static SampleTensor tensor(String input, int[] ids, int longest) {
    ByteBuffer data = ByteBuffer.allocate(8 * longest).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < longest; i++) {
      long here = i < ids.length ? ids[i] : 0;
      boolean types = input.contains("type");
      boolean mask = input.contains("mask");
      data.putLong(types ? 0 : mask ? (i < ids.length ? 1 : 0) : here);
    }
    return new SampleTensor(input, "int64", new long[] {1, longest}, data.flip(), List.of());
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message);
  }
}
