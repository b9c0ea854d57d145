package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Detail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was tried by the hundred, and what came of it, kind by kind. */
final class Ledger {
  /** A result: what was altered was taken as if it were not. */
  static final String ACCEPTED = "accepted";

  private final Map<String, Map<String, Integer>> kinds = new LinkedHashMap<>();
  private final List<Detail> odd = new ArrayList<>();
  private int tried;
  private int accepted;

  /**
   * Notes one try.
   *
   * @param kind of many like it, as a plural: {@code bits of the manifest}
   * @param what was altered in this one
   * @param result {@link #ACCEPTED} or an error's id
   * @param claimed the ids that the documentation has for it
   */
  void tried(String kind, String what, String result, Set<String> claimed) {
    tried++;
    accepted += result.equals(ACCEPTED) ? 1 : 0;
    kinds.computeIfAbsent(kind, k -> new TreeMap<>()).merge(result, 1, Integer::sum);
    if (!claimed.contains(result)) {
      odd.add(new Detail(kind + ": " + what, result, false));
    }
  }

  int tried() {
    return tried;
  }

  int accepted() {
    return accepted;
  }

  /** Refused, but not with a code that is documented for it. */
  int otherwise() {
    return odd.size() - accepted;
  }

  /** What was not as claimed, one by one; then a line for each kind. */
  List<Detail> details() {
    List<Detail> details = new ArrayList<>(odd);
    kinds.forEach(
        (kind, results) -> {
          int count = results.values().stream().mapToInt(Integer::intValue).sum();
          boolean claimed = odd.stream().noneMatch(d -> d.what().startsWith(kind + ": "));
          details.add(new Detail(count + " × " + kind, told(results), claimed));
        });
    return details;
  }

  private static String told(Map<String, Integer> results) {
    if (results.size() == 1) {
      return results.keySet().iterator().next();
    }
    List<String> words = new ArrayList<>();
    results.forEach((result, count) -> words.add(result + " " + count));
    return String.join(", ", words);
  }
}
