package dev.brigandine.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found. Ratios are sealed over plain: below 1 the sealed side is faster or
 * smaller.
 *
 * <p>Absolute figures hold for the machine and the hour they were taken on; the ratios were taken
 * side by side and travel better. Medians hide the tail: nothing is said about worst calls.
 *
 * @param start process start to first answer, milliseconds; its ratio is the median over pairs
 * @param starts counted pairs of cold starts
 * @param plainStages where the plain side's starts went
 * @param sealedStages where the sealed side's starts went
 * @param latency the latency case with the greatest ratio, milliseconds a call; see {@link
 *     LatencyCase}; unavailable if there are no cases
 * @param cases all latency cases
 * @param memory peak resident memory of the cold processes, bytes; unavailable where the system
 *     does not tell (anything but Linux)
 * @param size of the files, bytes; unavailable if none were named
 * @param identical whether all answers of both sides were bit-identical, in every process and case
 * @param agrees whether all answers agreed: within an armored model's tolerance, and identical
 *     otherwise
 * @param machine where the figures were taken
 */
public record BenchReport(
    Figure start,
    int starts,
    StartStages plainStages,
    StartStages sealedStages,
    Figure latency,
    List<LatencyCase> cases,
    Figure memory,
    Figure size,
    boolean identical,
    boolean agrees,
    Machine machine) {
  /** Copies {@code cases}. */
  public BenchReport {
    cases = List.copyOf(cases);
  }

  /**
   * Maps, lists, strings, numbers and booleans in a fixed order, ready for any JSON writer. A
   * figure that could not be taken is null.
   */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> started = figure(start, "ms");
    started.put("runs", starts);
    started.put("plain_stages_ms", stages(plainStages));
    started.put("sealed_stages_ms", stages(sealedStages));
    json.put("start", started);
    json.put("latency", latency.available() ? latencies() : null);
    json.put("memory", memory.available() ? figure(memory, "bytes") : null);
    json.put("size", size.available() ? figure(size, "bytes") : null);
    json.put("identical", identical);
    json.put("agrees", agrees);
    Map<String, Object> where = new LinkedHashMap<>();
    where.put("cores", machine.cores());
    where.put("os", machine.os());
    where.put("jdk", machine.jdk());
    where.put("onnxruntime", machine.onnxruntime());
    where.put("providers", machine.providers());
    json.put("machine", where);
    return json;
  }

  private Map<String, Object> latencies() {
    Map<String, Object> latencies = figure(latency, "ms");
    List<Object> all = new ArrayList<>();
    for (LatencyCase one : cases) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("inputs", one.label());
      entry.put("threads", one.threads());
      entry.put("ratio", round(one.ratio(), 1e4));
      entry.put("plain_ms", round(one.plainMillis(), 1e4));
      entry.put("sealed_ms", round(one.sealedMillis(), 1e4));
      entry.put("plain_median_ms", round(one.plainMedianMillis(), 1e4));
      entry.put("sealed_median_ms", round(one.sealedMedianMillis(), 1e4));
      entry.put("spread", List.of(round(one.spreadLow(), 1e4), round(one.spreadHigh(), 1e4)));
      entry.put("calls", one.calls());
      entry.put("blocks", one.blocks());
      entry.put("identical", one.identical());
      entry.put("agrees", one.agrees());
      all.add(entry);
    }
    latencies.put("cases", all);
    return latencies;
  }

  /** A table for people, each line ended by a newline. */
  public String toText() {
    return BenchTable.of(this);
  }

  /** What is said of the answers: {@code bit-identical}, {@code within tolerance}, or not. */
  public String answers() {
    if (identical) {
      return "bit-identical";
    }
    return agrees ? "within tolerance" : "NOT identical";
  }

  private static Map<String, Object> figure(Figure figure, String unit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ratio", round(figure.ratio(), 1e4));
    boolean bytes = unit.equals("bytes");
    json.put("plain_" + unit, bytes ? (Number) (long) figure.plain() : round(figure.plain(), 1e4));
    json.put(
        "sealed_" + unit, bytes ? (Number) (long) figure.sealed() : round(figure.sealed(), 1e4));
    return json;
  }

  private static Map<String, Object> stages(StartStages stages) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("jvm", round(stages.jvm(), 1e2));
    json.put("open", round(stages.open(), 1e2));
    json.put("run", round(stages.run(), 1e2));
    return json;
  }

  private static Number round(double value, double scale) {
    return Math.round(value * scale) / scale;
  }
}
