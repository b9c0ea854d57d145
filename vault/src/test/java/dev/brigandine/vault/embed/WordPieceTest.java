package dev.brigandine.vault.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ids that the reference gives. */
class WordPieceTest {
  private static WordPiece tokenizer;

  @BeforeAll
  static void read() throws Exception {
    tokenizer =
        TokenizerFile.parse(
            MiniLmTokenizer.json().getBytes(StandardCharsets.UTF_8), "tokenizer.json");
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        // As printed in Hugging Face's course, chapters 2 and 3, for this vocabulary.
        Arguments.of(
            "I've been waiting for a HuggingFace course my whole life.",
            "1045 1005 2310 2042 3403 2005 1037 17662 12172 2607 2026 2878 2166 1012"),
        Arguments.of("I hate this so much!", "1045 5223 2023 2061 2172 999"),
        // The paper's and google-research/bert's own examples.
        Arguments.of("unaffable", "14477 20961 3468"),
        Arguments.of("UNwant\u00e9d,running", "18162 1010 2770"),
        // By hand from the vocabulary.
        Arguments.of("hello world", "7592 2088"),
        Arguments.of("Hello, World!", "7592 1010 2088 999"),
        Arguments.of("embeddings", "7861 8270 4667 2015"),
        Arguments.of("...", "1012 1012 1012"),
        Arguments.of("don't $5.00", "2123 1005 1056 1002 1019 1012 4002"),
        Arguments.of("na\u00efve caf\u00e9", "15743 7668"),
        Arguments.of("nai\u0308ve cafe\u0301", "15743 7668"),
        Arguments.of("\u535a\u63a8zz", "1786 100 1062 2480"),
        Arguments.of("a\u200bb\tc", "11113 1039"),
        Arguments.of("a\u00a0b\u2028c", "1037 1038 1039"),
        Arguments.of("\u0395\u03bb\u03bb\u03ac\u03c2", "1159 29727 29727 14608 19579"),
        Arguments.of("\ud55c\uad6d\uc5b4", "1469 30006 30021 29991 30014 30020 29999 30008"),
        Arguments.of("xx\ud83d\ude00yy \ud83d\ude00", "100 100"),
        Arguments.of("[SEP]", "1031 19802 1033"),
        Arguments.of(" \n\u0000\ufffd\t ", ""),
        Arguments.of("", ""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void ids(String text, String ids) {
    assertThat(shown(tokenizer.encode(text, 512)))
        .isEqualTo(("101 " + ids + " 102").replace("  ", " "));
  }

  private static String shown(int[] ids) {
    return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  @Test
  void aFinalSigmaIsASigma() {
    // Lower case is by character: the word's end does not matter.
    assertThat(tokenizer.encode("\u039f\u03a3", 512))
        .isEqualTo(tokenizer.encode("\u03bf\u03c3", 512));
  }

  @Test
  void wordsThatAreTooLongAreUnknown() {
    assertThat(tokenizer.encode("a".repeat(101), 512)).containsExactly(101, 100, 102);
    assertThat(tokenizer.encode("a".repeat(100), 512)).hasSizeGreaterThan(3);
  }

  @Test
  void longTextsAreCutBeforeTheLastToken() {
    assertThat(tokenizer.encode("hello world again", 4)).containsExactly(101, 7592, 2088, 102);
    int[] whole = tokenizer.encode("embeddings unaffable hello", 512);
    for (int most = 3; most < whole.length; most++) {
      int[] cut = tokenizer.encode("embeddings unaffable hello", most);
      assertThat(cut).hasSize(most).endsWith(102);
      assertThat(Arrays.copyOf(cut, most - 1)).isEqualTo(Arrays.copyOf(whole, most - 1));
    }
  }

  @Test
  void aCutWordThatDoesNotComeOutWholeIsUnknown() {
    // embed, then a character that is in no piece.
    assertThat(tokenizer.encode("embed\u2603", 512)).containsExactly(101, 100, 102);
    assertThat(tokenizer.encode("embed\u2603", 3)).containsExactly(101, 100, 102);
  }

  /** OpenNLP's tokenizer splits otherwise, but on lower-case words it has to agree. */
  @Test
  void agreesWithAnotherImplementation() throws Exception {
    JsonObject vocab =
        JsonParser.parseString(MiniLmTokenizer.json())
            .getAsJsonObject()
            .getAsJsonObject("model")
            .getAsJsonObject("vocab");
    opennlp.tools.tokenize.WordpieceTokenizer other =
        new opennlp.tools.tokenize.WordpieceTokenizer(vocab.keySet(), 100);
    String text =
        "the quick brown fox jumps over lazy dogs while brigandines rivet unforgettable plates"
            + " electroencephalographically , and antidisestablishmentarianism goes unnoticed .";
    String[] pieces = other.tokenize(text);
    int[] ids = Arrays.stream(pieces).mapToInt(it -> vocab.get(it).getAsInt()).toArray();
    assertThat(tokenizer.encode(text, 512)).isEqualTo(ids);
  }
}
