package dev.brigandine.vault.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceIdsTest {
  /**
   * The ids are those of the reference tokenizer (Hugging Face's, by DJL tokenizers 0.36.0, same
   * file).
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello world|101 7592 2088 102",
        "The café's naïve owner paid €12.50 — twice!"
            + "|101 1996 7668 1005 1055 15743 3954 3825 1574 12521 1012 2753 1517 3807 999 102",
        "東京 is Tokyo's name in Japanese|101 1879 1755 2003 5522 1005 1055 2171 1999 2887 102",
        "unaffable embeddings: pre-tokenized, WordPiece-style|101 14477 20961 3468 7861 8270 4667"
            + " 2015 1024 3653 1011 19204 3550 1010 2773 11198 1011 2806 102",
        "¡Señor Ångström!   tabs\tand  spaces"
            + "|101 1067 12411 2953 17076 15687 999 21628 2015 1998 7258 102",
        "ab😀cd|101 100 102",
        "x²+y²=z²|101 1060 10701 1009 1061 10701 1027 1062 10701 102",
      })
  void givesTheIdsOfTheReference(String text, String ids) throws IOException {
    assertThat(minilm().encode(text, 512))
        .containsExactly(
            java.util.Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void nothingIsTheTwoSpecialTokens() throws IOException {
    assertThat(minilm().encode(" \n", 512)).containsExactly(101, 102);
  }

  @Test
  void aWordTooLongIsUnknown() throws IOException {
    assertThat(minilm().encode("a".repeat(101), 512)).containsExactly(101, 100, 102);
  }

  private static WordPiece minilm() throws IOException {
    try (InputStream in =
        ReferenceIdsTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      return TokenizerFile.parse(in.readAllBytes(), "tokenizer.json");
    }
  }
}
