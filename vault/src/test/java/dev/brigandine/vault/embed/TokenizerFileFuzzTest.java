package dev.brigandine.vault.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.charset.StandardCharsets;

/** Whatever the bytes, a tokenizer is read in full or refused, and what is read makes tokens. */
class TokenizerFileFuzzTest {
  @FuzzTest
  void tokenizer(byte[] data) {
    try {
      WordPiece tokenizer = TokenizerFile.parse(data, "fuzz");
      int[] ids = tokenizer.encode(new String(data, StandardCharsets.UTF_8), 64);
      assertThat(ids).hasSizeBetween(2, 64);
      for (int id : ids) {
        assertThat(id).isBetween(0, tokenizer.size());
      }
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
    }
  }
}
