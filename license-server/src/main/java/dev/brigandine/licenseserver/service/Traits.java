package dev.brigandine.licenseserver.service;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.MachineMatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A machine's traits: names to hashes. */
final class Traits {
  private static final Gson GSON = new Gson();

  private Traits() {}

  static Map<String, List<String>> check(Map<String, List<String>> traits) {
    Bounds.check("number of traits", traits.size(), 1, 16);
    traits.forEach(
        (name, hashes) -> {
          Bounds.label("trait's name", name, 64);
          Bounds.check("number of a trait's hashes", hashes.size(), 1, 16);
          hashes.forEach(hash -> Bounds.label("trait's hash", hash, 64));
        });
    return traits;
  }

  static String text(Map<String, List<String>> traits) {
    return GSON.toJson(new TreeMap<>(traits));
  }

  static Map<String, List<String>> parse(String text) {
    return GSON.fromJson(text, new TypeToken<Map<String, List<String>>>() {}.getType());
  }

  /** A trait is the same if one of its hashes is. */
  static boolean match(
      MachineMatch policy, Map<String, List<String>> stated, Map<String, List<String>> found) {
    long same =
        stated.entrySet().stream()
            .filter(
                trait ->
                    !Collections.disjoint(
                        trait.getValue(), found.getOrDefault(trait.getKey(), List.of())))
            .count();
    switch (policy) {
      case ALL:
        return same == stated.size();
      case MOST:
        return 2 * same > stated.size();
      case TWO:
        return same >= Math.min(2, stated.size());
      default:
        return same >= 1;
    }
  }
}
