package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was found somewhere.
 *
 * @param bytes searched
 * @param original share of the original's weights
 * @param captured share of the weights that the engine is given, where they are others
 * @param names how many of the original's inner names
 * @param keys how many key tensors
 * @param ofKeys how many there are
 * @param device whether the device key
 */
record Loot(
    long bytes,
    double original,
    Optional<Double> captured,
    int names,
    int keys,
    int ofKeys,
    boolean device) {
  private static final double WHOLE = 0.99;

  /** Whether anything was found at all. */
  boolean none() {
    return original == 0 && captured.orElse(0.0) == 0 && names == 0 && keys == 0 && !device;
  }

  /** Whether all weights were found, the original's or those that the engine is given. */
  boolean whole() {
    return Math.max(original, captured.orElse(0.0)) >= WHOLE;
  }

  /**
   * How bad that is. Weights that were rewritten for one customer are not the trained model; but
   * whoever has all of them, with all key tensors or where there are none, lacks only the graph to
   * have a copy that works.
   */
  Verdict verdict() {
    return original >= WHOLE ? Verdict.FULL : none() ? Verdict.NOTHING : Verdict.PARTIAL;
  }

  /** Without the device key: for places that only he reads who can read its file, too. */
  Loot exceptDevice() {
    return new Loot(bytes, original, captured, names, keys, ofKeys, false);
  }

  /**
   * What a thief has who looked in both places: the better of each, since what is what is known.
   */
  Loot and(Loot other) {
    return new Loot(
        bytes + other.bytes,
        Math.max(original, other.original),
        captured.map(share -> Math.max(share, other.captured.orElse(0.0))),
        Math.max(names, other.names),
        Math.max(keys, other.keys),
        ofKeys,
        device || other.device);
  }

  /** In a clause, for a cell of a table. */
  String words() {
    if (none()) {
      return "nothing";
    }
    List<String> found = new ArrayList<>();
    if (original > 0 || captured.isEmpty()) {
      found.add(percent(original) + " of the weights");
    }
    captured
        .filter(share -> share > 0)
        .ifPresent(share -> found.add(percent(share) + " of the rewritten weights"));
    if (keys > 0) {
      found.add(keys + " of " + ofKeys + " key tensors");
    }
    if (names > 0) {
      found.add(names == 1 ? "1 name" : names + " names");
    }
    if (device) {
      found.add("the device key");
    }
    return String.join(", ", found);
  }

  private static String percent(double share) {
    return share > 0 && share < 0.01
        ? "under 1%"
        : String.format(Locale.ROOT, "%.0f%%", Math.floor(100 * share));
  }

  /**
   * As figures.
   *
   * @param where put before ids and labels, as {@code open}; empty for none
   */
  List<Figure> figures(String where) {
    String id = where.isEmpty() ? "" : where.toLowerCase(Locale.ROOT).replace(' ', '-') + "-";
    String label = where.isEmpty() ? "" : where + ": ";
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.share(id + "share-of-original-weights", label + "original weights", original));
    captured.ifPresent(
        share ->
            figures.add(
                Figure.share(
                    id + "share-of-captured-weights", label + "rewritten weights", share)));
    figures.add(Figure.count(id + "names-found", label + "original names", names));
    if (ofKeys > 0) {
      figures.add(Figure.count(id + "key-tensors-found", label + "key tensors", keys));
    }
    figures.add(Figure.count(id + "device-key-found", label + "device key", device ? 1 : 0));
    figures.add(
        new Figure(id + "bytes-searched", label + "bytes searched", bytes, Figure.Unit.BYTES));
    return figures;
  }
}
