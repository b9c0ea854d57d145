package dev.brigandine.bench;

import dev.brigandine.armor.ArmorReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link ArmorLevels} found.
 *
 * @param levels in the order they were asked for
 */
public record ArmorLevelsReport(List<Level> levels) {
  /**
   * One level of armor.
   *
   * @param armor {@code none}, {@code rewrite}, {@code full}
   * @param rewritten what was done to the model, unless it was sealed only
   * @param protectSeconds how long protecting took, in this warm process
   * @param report beside plain ONNX Runtime
   * @param startOverSealed process start to first answer, milliseconds: the sealed bundle's as
   *     {@code plain}, this one's as {@code sealed}; unavailable if level {@code none} was not
   *     asked for
   */
  public record Level(
      String armor,
      Optional<ArmorReport> rewritten,
      double protectSeconds,
      BenchReport report,
      Figure startOverSealed) {}

  /** Copies {@code levels}. */
  public ArmorLevelsReport {
    levels = List.copyOf(levels);
  }

  /** Whether all answers of all levels agreed. */
  public boolean agrees() {
    return levels.stream().allMatch(level -> level.report().agrees());
  }

  /** Maps, lists, strings, numbers and booleans in a fixed order, ready for any JSON writer. */
  public Map<String, Object> toJson() {
    List<Object> list = new ArrayList<>();
    for (Level level : levels) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("armor", level.armor());
      json.put("coverage", level.rewritten().map(ArmorReport::coverage).orElse(null));
      json.put("mixLocked", level.rewritten().map(ArmorReport::mixLocked).orElse(null));
      json.put("locks", level.rewritten().map(armor -> armor.locks().size()).orElse(null));
      json.put("protect_s", Math.round(level.protectSeconds() * 1e3) / 1e3);
      Figure start = level.startOverSealed();
      json.put(
          "start_over_sealed", start.available() ? Math.round(start.ratio() * 1e4) / 1e4 : null);
      json.putAll(level.report().toJson());
      list.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("levels", list);
    return json;
  }

  /** A table for people, a column a level, each line ended by a newline. */
  public String toText() {
    return ArmorLevelsTable.of(this);
  }
}
