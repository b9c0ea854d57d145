package dev.brigandine.cli.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Text to token ids as BERT's uncased models want them: clean, lower case, strip accents, split at
 * spaces and punctuation, then the longest known pieces from the left (Devlin et al. 2018; Wu et
 * al. 2016, section 4.1). The vocabulary is that of a {@code tokenizer.json}.
 *
 * <p>Our own, since the library that wraps the reference tokenizer brings 24 MB of jars, unpacks a
 * native library into the user's home and calls a server of its makers. Special tokens in the text
 * are not recognised, and other kinds of tokenizer are refused.
 */
public final class WordPiece {
  private static final int MAX_WORD = 100;

  private final Map<String, Integer> vocabulary;
  private final int unknown;
  private final int first;
  private final int last;

  private WordPiece(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
    this.unknown = special("[UNK]");
    this.first = special("[CLS]");
    this.last = special("[SEP]");
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @throws IOException if it is none, or not one for an uncased BERT
   */
  public static WordPiece read(Reader json) throws IOException {
    try {
      JsonObject root = JsonParser.parseReader(json).getAsJsonObject();
      JsonObject model = root.getAsJsonObject("model");
      boolean known =
          model.get("type").getAsString().equals("WordPiece")
              && model.get("continuing_subword_prefix").getAsString().equals("##")
              && root.getAsJsonObject("normalizer").get("lowercase").getAsBoolean();
      if (!known) {
        throw new IOException("the tokenizer is no uncased WordPiece");
      }
      Map<String, Integer> vocabulary = new HashMap<>();
      for (Map.Entry<String, JsonElement> entry : model.getAsJsonObject("vocab").entrySet()) {
        vocabulary.put(entry.getKey(), entry.getValue().getAsInt());
      }
      return new WordPiece(vocabulary);
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      throw new IOException("the tokenizer file is malformed", e);
    }
  }

  private int special(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException("no " + token + " in the vocabulary");
    }
    return id;
  }

  /** The ids of {@code text}, between those of [CLS] and [SEP]. */
  public long[] encode(String text) {
    List<Integer> ids = new ArrayList<>();
    ids.add(first);
    for (String word : words(text)) {
      pieces(word, ids);
    }
    ids.add(last);
    return ids.stream().mapToLong(Integer::longValue).toArray();
  }

  private static List<String> words(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    plain
        .codePoints()
        .forEach(
            c -> {
              if (isSpace(c)) {
                end(word, words);
              } else if (isPunctuation(c) || isIdeograph(c)) {
                end(word, words);
                words.add(Character.toString(c));
              } else if (!isDropped(c)) {
                word.appendCodePoint(c);
              }
            });
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private void pieces(String word, List<Integer> ids) {
    int[] points = word.codePoints().toArray();
    List<Integer> found = new ArrayList<>();
    int start = 0;
    while (start < points.length && points.length <= MAX_WORD) {
      int end = points.length;
      Integer id = null;
      while (end > start && id == null) {
        String piece = new String(points, start, end - start);
        id = vocabulary.get(start == 0 ? piece : "##" + piece);
        end = id == null ? end - 1 : end;
      }
      if (id == null) {
        break;
      }
      found.add(id);
      start = end;
    }
    if (start < points.length) {
      ids.add(unknown);
    } else {
      ids.addAll(found);
    }
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /** Accents, set apart by the normal form, and characters that print nothing. */
  private static boolean isDropped(int c) {
    if (c == 0xfffd) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** ASCII symbols count as punctuation too, as in the original. */
  private static boolean isPunctuation(int c) {
    if (c > 32 && c < 127 && !Character.isLetterOrDigit(c)) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks of the original; every such character is a word of its own. */
  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B820 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
