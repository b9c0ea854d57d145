package dev.brigandine.vault.embed;

import java.util.Arrays;
import java.util.Map;

/**
 * Text to token ids by WordPiece (Wu et al. 2016, section 4.1, as in google-research/bert): of each
 * word the longest known piece from the left, and again of what is left; a word that does not come
 * out whole is unknown as a whole. Special tokens that a text spells out, {@code [SEP]}, are text:
 * a caller cannot have them by writing them. Safe for all threads.
 */
public final class WordPiece {
  private final Map<String, Integer> vocabulary;
  private final BertText text;
  private final String prefix;
  private final int longestWord;
  private final int unknown;
  private final int first;
  private final int last;
  private final int padding;

  /**
   * @param prefix of pieces that do not begin a word, {@code ##}
   * @param longestWord in characters; longer ones are unknown
   */
  WordPiece(
      Map<String, Integer> vocabulary,
      BertText text,
      String prefix,
      int longestWord,
      Specials specials) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.text = text;
    this.prefix = prefix;
    this.longestWord = longestWord;
    this.unknown = specials.unknown();
    this.first = specials.first();
    this.last = specials.last();
    this.padding = specials.padding();
  }

  /**
   * Ids of special tokens.
   *
   * @param first before each text, {@code [CLS]}
   * @param last behind it, {@code [SEP]}
   */
  record Specials(int unknown, int first, int last, int padding) {}

  /** Ids are below this. */
  int size() {
    return vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }

  int padding() {
    return padding;
  }

  /**
   * The ids of a text, between those of {@code [CLS]} and {@code [SEP]}.
   *
   * @param most ids, those two included; what is behind is cut
   */
  public int[] encode(String text, int most) {
    Ids ids = new Ids(most - 1);
    ids.add(first);
    this.text.words(text, word -> pieces(word, ids));
    return ids.with(last);
  }

  /** Whether there is room for more. */
  private boolean pieces(String word, Ids ids) {
    if (word.codePointCount(0, word.length()) > longestWord) {
      return ids.add(unknown);
    }
    int begun = ids.size;
    int from = 0;
    boolean room = true;
    while (from < word.length() && room) {
      int to = word.length();
      Integer id = null;
      while (to > from) {
        String piece = word.substring(from, to);
        id = vocabulary.get(from == 0 ? piece : prefix + piece);
        if (id != null) {
          break;
        }
        to = word.offsetByCodePoints(to, -1);
      }
      if (id == null) {
        ids.size = begun;
        return ids.add(unknown);
      }
      room = ids.add(id);
      from = to;
    }
    // Cut within a word: whether it would have come out whole decides what stays of it.
    if (from < word.length() && !isWhole(word, from)) {
      ids.size = begun;
      ids.add(unknown);
    }
    return room;
  }

  private boolean isWhole(String word, int begin) {
    int from = begin;
    while (from < word.length()) {
      int to = word.length();
      while (to > from && !vocabulary.containsKey(prefix + word.substring(from, to))) {
        to = word.offsetByCodePoints(to, -1);
      }
      if (to == from) {
        return false;
      }
      from = to;
    }
    return true;
  }

  /** A bounded list of ids. */
  private static final class Ids {
    private final int most;
    private int[] ids = new int[32];
    private int size;

    Ids(int most) {
      this.most = most;
    }

    boolean add(int id) {
      if (size == most) {
        return false;
      }
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
      return size < most;
    }

    int[] with(int end) {
      int[] all = Arrays.copyOf(ids, size + 1);
      all[size] = end;
      return all;
    }
  }
}
