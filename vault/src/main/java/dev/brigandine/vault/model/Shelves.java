package dev.brigandine.vault.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** All that is served at one moment. Immutable. */
final class Shelves {
  static final Shelves EMPTY = new Shelves(List.of());

  private final List<Slot> slots;

  /** Newest version first. */
  private final Map<String, List<OpenModel>> models = new TreeMap<>();

  Shelves(List<Slot> slots) {
    this.slots = List.copyOf(slots);
    for (Slot slot : slots) {
      if (slot.model() != null) {
        models.computeIfAbsent(slot.config().name(), name -> new ArrayList<>()).add(slot.model());
      }
    }
    models
        .values()
        .forEach(each -> each.sort(Comparator.comparingLong(OpenModel::version).reversed()));
  }

  List<Slot> slots() {
    return slots;
  }

  /** Null if there is none. */
  OpenModel find(String name, OptionalLong version) {
    List<OpenModel> found = models.get(name);
    if (found == null) {
      return null;
    }
    if (version.isEmpty()) {
      return found.get(0);
    }
    for (OpenModel each : found) {
      if (each.version() == version.getAsLong()) {
        return each;
      }
    }
    return null;
  }

  List<String> names() {
    return List.copyOf(models.keySet());
  }

  List<Long> versions(String name) {
    return models.getOrDefault(name, List.of()).stream().map(OpenModel::version).toList();
  }

  boolean isConfigured(String name) {
    return slots.stream().anyMatch(slot -> slot.config().name().equals(name));
  }
}
