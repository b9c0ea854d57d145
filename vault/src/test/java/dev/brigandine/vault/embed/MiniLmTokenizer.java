package dev.brigandine.vault.embed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** all-MiniLM-L6-v2's tokenizer, bert-base-uncased's vocabulary. */
public final class MiniLmTokenizer {
  private MiniLmTokenizer() {}

  static String json() throws IOException {
    try (InputStream in =
        MiniLmTokenizer.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public static Path write(Path file) throws IOException {
    return Files.writeString(file, json());
  }
}
