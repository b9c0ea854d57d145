package dev.brigandine.cli;

import dev.brigandine.armor.ArmorReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A plan for programs: all of it, shares from 0 to 1, sizes in bytes. */
final class PlanJson {
  private PlanJson() {}

  static Map<String, Object> of(ArmorReport report, OptionalDouble measured) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("coverage", report.coverage());
    json.put("mixLocked", report.mixLocked());
    json.put("weightBytes", report.weightBytes());
    json.put("classes", report.classes().stream().map(PlanJson::channels).toList());
    json.put("locks", report.locks().stream().map(PlanJson::lock).toList());
    json.put("pinned", report.pinned().stream().map(PlanJson::pinned).toList());
    json.put("unknown", List.copyOf(report.unknown()));
    Map<String, Object> cost = new LinkedHashMap<>();
    cost.put("estimated", report.estimatedCost());
    cost.put("measured", measured.isPresent() ? (Object) measured.getAsDouble() : null);
    json.put("cost", cost);
    return json;
  }

  private static Map<String, Object> channels(ArmorReport.ChannelClass channels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", channels.size());
    json.put("axes", channels.axes());
    json.put("weightBytes", channels.weightBytes());
    json.put("symmetries", channels.symmetries());
    return json;
  }

  private static Map<String, Object> lock(ArmorReport.Lock lock) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", lock.kind());
    json.put("value", lock.value());
    json.put("size", lock.size());
    json.put("weightBytes", lock.weightBytes());
    json.put("cost", lock.cost());
    return json;
  }

  private static Map<String, Object> pinned(ArmorReport.Pinned pinned) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", pinned.name());
    json.put("bytes", pinned.bytes());
    json.put("moved", pinned.moved());
    json.put("reason", pinned.reason());
    return json;
  }
}
