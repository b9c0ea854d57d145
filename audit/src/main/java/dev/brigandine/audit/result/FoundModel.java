package dev.brigandine.audit.result;

import dev.brigandine.audit.attack.Figure;
import java.util.List;

/**
 * A model, or what may be one, in an application.
 *
 * @param where the path within what was scanned, with {@code !/} before what lies in an archive
 * @param kind {@code ONNX}, {@code TFLite}, {@code Brigandine bundle}, …
 * @param bytes its size
 * @param exposure how bare it lies
 * @param summary in a sentence: what a thief reads off it
 * @param figures beside it
 */
public record FoundModel(
    String where,
    String kind,
    long bytes,
    Exposure exposure,
    String summary,
    List<Figure> figures) {
  /** How bare a model lies, the worst first. */
  public enum Exposure {
    /** Whoever has the file has the model. */
    OPEN("open"),
    /** Its bytes are hidden, but not by a key: a known transformation, or a key beside it. */
    VEILED("veiled"),
    /** Perhaps a model: large, and either encrypted or compressed in a way not known. */
    UNKNOWN("unknown"),
    /** Encrypted to a key that does not lie beside it. */
    PROTECTED("protected");

    private final String words;

    Exposure(String words) {
      this.words = words;
    }

    /** As it is told to people. */
    public String words() {
      return words;
    }
  }

  /** Copies the figures. */
  public FoundModel {
    figures = List.copyOf(figures);
  }
}
