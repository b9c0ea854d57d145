package dev.brigandine.vault.config;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One mapping of the configuration, read key by key. A key that nobody asked for is an error, since
 * it is a typing mistake most likely, and one about a limit or a user would go unnoticed.
 */
final class YamlSection {
  private static final int MAX_TEXT = 4096;

  private final String at;
  private final Map<?, ?> values;
  private final Path folder;
  private final Set<Object> asked = new HashSet<>();

  private YamlSection(String at, Map<?, ?> values, Path folder) {
    this.at = at;
    this.values = values;
    this.folder = folder;
  }

  /**
   * @param at its path in the document, empty for the whole
   * @param folder what relative paths are held against
   */
  static YamlSection of(String at, Object value, Path folder) {
    if (value instanceof Map<?, ?> map) {
      return new YamlSection(at, map, folder);
    }
    throw wrong(at.isEmpty() ? "the configuration" : at, "must have keys and values");
  }

  /** Refuses what was not asked for. Call it last. */
  void done() {
    for (Object key : values.keySet()) {
      if (!asked.contains(key)) {
        throw wrong(path(String.valueOf(key)), "is no setting; it would have no effect");
      }
    }
  }

  boolean has(String key) {
    return values.get(key) != null;
  }

  Optional<YamlSection> section(String key) {
    return value(key).map(value -> of(path(key), value, folder));
  }

  List<YamlSection> sections(String key) {
    List<YamlSection> sections = new ArrayList<>();
    for (Object value : list(key)) {
      sections.add(of(path(key) + "[" + sections.size() + "]", value, folder));
    }
    return sections;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object value : list(key)) {
      texts.add(text(path(key) + "[" + texts.size() + "]", value));
    }
    return texts;
  }

  Optional<String> text(String key) {
    return value(key).map(value -> text(path(key), value));
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> wrong(path(key), "is missing"));
  }

  Optional<Path> file(String key) {
    return text(key).map(text -> resolved(key, text));
  }

  Path requiredFile(String key) {
    return resolved(key, requiredText(key));
  }

  private Path resolved(String key, String text) {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw wrong(path(key), "is no path: " + text);
    }
  }

  Optional<Boolean> flag(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof Boolean flag) {
                return flag;
              }
              throw wrong(path(key), "must be true or false, not " + value);
            });
  }

  Optional<Integer> number(String key, int lowest, int highest) {
    return value(key)
        .map(
            value -> {
              if (value instanceof Integer number && number >= lowest && number <= highest) {
                return number;
              }
              throw wrong(
                  path(key),
                  "must be a whole number from " + lowest + " to " + highest + ", not " + value);
            });
  }

  /** {@code 64MiB}, {@code 512KiB}, {@code 1GiB} or a number of bytes; at least 1. */
  Optional<Long> bytes(String key, long highest) {
    return text(key).map(text -> Quantities.bytes(path(key), text, highest));
  }

  /** {@code 200ms}, {@code 30s}, {@code 5m}. */
  Optional<Duration> duration(String key, Duration longest) {
    return text(key).map(text -> Quantities.duration(path(key), text, longest));
  }

  /** How messages name {@code key}. */
  String path(String key) {
    return at.isEmpty() ? key : at + "." + key;
  }

  private Optional<Object> value(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key));
  }

  private List<?> list(String key) {
    Object value = value(key).orElse(List.of());
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(path(key), "must be a list");
  }

  private static String text(String at, Object value) {
    boolean scalar = value instanceof String || value instanceof Number;
    String text = String.valueOf(value);
    if (!scalar || text.isBlank() || text.length() > MAX_TEXT) {
      throw wrong(at, "must be a text of 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  static BrigandineException wrong(String at, String what) {
    return new BrigandineException(
        ErrorCode.USAGE, at + " " + what, "docs/vault-operators.md has every setting");
  }
}
