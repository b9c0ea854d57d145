package dev.brigandine.cli.script;

import java.util.ArrayList;
import java.util.List;

/** A script cut into lines that mean something. */
record Script(List<Line> lines) {
  /**
   * @param number in the file, from 1
   * @param verb the first word
   * @param rest what follows it, as it stands
   * @param block the lines up to {@code end}, for verbs that take some
   */
  record Line(int number, String verb, String rest, List<String> block) {
    /** Words of {@link #rest}; quotes, single or double, keep one together. */
    List<String> words() {
      List<String> words = new ArrayList<>();
      StringBuilder word = null;
      char quote = 0;
      for (char c : rest.toCharArray()) {
        if (quote == 0 && (c == '\'' || c == '"')) {
          quote = c;
          word = word == null ? new StringBuilder() : word;
        } else if (c == quote) {
          quote = 0;
        } else if (c == ' ' && quote == 0) {
          if (word != null) {
            words.add(word.toString());
          }
          word = null;
        } else {
          word = word == null ? new StringBuilder() : word;
          word.append(c);
        }
      }
      if (quote != 0) {
        throw new AssertionError("line " + number + ": a quote is not closed");
      }
      if (word != null) {
        words.add(word.toString());
      }
      return words;
    }
  }

  static Script parse(List<String> text) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int number = i + 1;
      String[] parts = line.split(" +", 2);
      List<String> block = new ArrayList<>();
      if (parts[0].equals("write")) {
        while (!text.get(++i).strip().equals("end")) {
          block.add(text.get(i));
        }
      }
      lines.add(new Line(number, parts[0], parts.length > 1 ? parts[1] : "", block));
    }
    return new Script(lines);
  }
}
