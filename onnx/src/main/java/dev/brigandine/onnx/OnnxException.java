package dev.brigandine.onnx;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A model that cannot be read, or not as a whole. It carries a stable code, one lower-case sentence
 * and mostly a hint. Codes, which never change once released:
 *
 * <ul>
 *   <li>{@code not-found}, {@code unreadable}: the model file itself
 *   <li>{@code not-onnx}, {@code truncated}, {@code no-graph}: what is in it
 *   <li>{@code too-large}, {@code too-deep}: beyond the bounds of this reader
 *   <li>{@code bad-tensor}, {@code bad-graph}: a tensor or graph that contradicts itself
 *   <li>{@code external-location}, {@code external-missing}, {@code external-range}: data kept in
 *       files beside the model
 *   <li>{@code file-changed}: a file that is not what it was when the model was read
 *   <li>{@code no-sample}: no sample input can be made
 * </ul>
 */
public final class OnnxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String hint;

  /** Without a cause. */
  public OnnxException(String code, String message, String hint) {
    this(code, message, hint, null);
  }

  /**
   * A refusal.
   *
   * @param message one lower-case sentence that names the bad value
   * @param hint what to do about it, or null
   */
  public OnnxException(String code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.hint = hint;
  }

  /** The stable code: lower case with hyphens. */
  public String code() {
    return code;
  }

  /** What the user may do about it. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** A foreign name as it may stand in a message: bounded, and without control characters. */
  public static String quote(String name) {
    String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
    StringBuilder text = new StringBuilder("'");
    shown.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
    return text.append('\'').toString();
  }
}
