package dev.brigandine.vault.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tokenizer that is not quite BERT's is refused, and the sentence says what it is. */
class TokenizerFileTest {
  private static final String JSON =
      """
      {"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": null, "lowercase": true},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": 100,
                 "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "go": 4, "##ing": 5,
                           "Go": 6}}}
      """;

  @TempDir Path folder;

  private static WordPiece parse(String text) {
    return TokenizerFile.parse(text.getBytes(StandardCharsets.UTF_8), "its file");
  }

  @Test
  void both() {
    assertThat(parse(JSON).encode("Going go", 9)).containsExactly(2, 4, 5, 4, 3);
    assertThat(parse("[PAD]\n[UNK]\n[CLS]\n[SEP]\ngo\n##ing\n").encode("Going go", 9))
        .containsExactly(2, 4, 5, 4, 3);
    assertThat(parse("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\ngo").encode("GO", 9))
        .containsExactly(2, 4, 3);
  }

  @Test
  void capitalsCountWhereTheyAreKnown() {
    String cased = JSON.replace("\"lowercase\": true", "\"lowercase\": false");
    assertThat(parse(cased).encode("Going go", 9)).containsExactly(2, 6, 5, 4, 3);
    assertThat(parse("[PAD]\n[UNK]\n[CLS]\n[SEP]\ngo\n##ing\nGo").encode("Going go", 9))
        .containsExactly(2, 6, 5, 4, 3);
  }

  @Test
  void theRealOne() throws Exception {
    Path file = MiniLmTokenizer.write(folder.resolve("tokenizer.json"));
    assertThat(TokenizerFile.read(file).size()).isEqualTo(30_522);
    assertThatThrownBy(() -> TokenizerFile.read(folder.resolve("none")))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNREADABLE));
    Path other = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 1});
    assertThatThrownBy(() -> TokenizerFile.read(other)).hasMessageContaining("no UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"WordPiece\"|\"BPE\"|is of type BPE",
        "\"WordPiece\"|\"Unigram\"|is of type Unigram",
        "\"WordPiece\"|7|else than text as 'type'",
        "BertNormalizer|Lowercase|normalizer Lowercase",
        "BertPreTokenizer|ByteLevel|pre_tokenizer ByteLevel",
        "BertProcessing|RobertaProcessing|by RobertaProcessing",
        "\"[UNK]\": 1,||lacks one of its special tokens",
        "\"go\": 4|\"go\": -4|else than a number",
        "\"go\": 4|\"go\": 4.5|else than a number",
        "\"go\": 4|\"go\": \"x\"|else than a number",
        "\"go\": 4|\"go\": 999999999|id beyond",
        "\"clean_text\": true|\"clean_text\": 1|else than true or false",
        "\"normalizer\"|\"other\"|no normalizer",
        "\"vocab\"|\"other\"|no object 'vocab'",
        "{\"normalizer\"|{,\"normalizer\"|no JSON",
      })
  void others(String what, String instead, String why) {
    String json = JSON.replace(what, instead == null ? "" : instead);
    assertThat(json).isNotEqualTo(JSON);
    assertThatThrownBy(() -> parse(json))
        .hasMessageContaining("the tokenizer its file")
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }

  @Test
  void nestedWithoutEnd() {
    assertThatThrownBy(() -> parse("{\"a\":".repeat(100_000))).hasMessageContaining("no JSON");
  }
}
