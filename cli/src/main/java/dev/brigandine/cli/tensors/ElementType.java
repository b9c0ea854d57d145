package dev.brigandine.cli.tensors;

import java.util.Locale;
import java.util.Optional;

/** The element types that files and models share, under the names a manifest uses. */
public enum ElementType {
  FLOAT32(4, Kind.FLOAT),
  FLOAT16(2, Kind.FLOAT),
  BFLOAT16(2, Kind.FLOAT),
  FLOAT64(8, Kind.FLOAT),
  INT8(1, Kind.SIGNED),
  INT16(2, Kind.SIGNED),
  INT32(4, Kind.SIGNED),
  INT64(8, Kind.SIGNED),
  UINT8(1, Kind.UNSIGNED),
  UINT16(2, Kind.UNSIGNED),
  UINT32(4, Kind.UNSIGNED),
  UINT64(8, Kind.UNSIGNED),
  BOOL(1, Kind.BOOL),
  STRING(0, Kind.STRING);

  enum Kind {
    FLOAT,
    SIGNED,
    UNSIGNED,
    BOOL,
    STRING
  }

  private final int bytes;
  private final Kind kind;

  ElementType(int bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
  }

  /** Bytes of one element; 0 for strings, which have no fixed size. */
  public int bytes() {
    return bytes;
  }

  Kind kind() {
    return kind;
  }

  boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /** As a manifest spells it: {@code float32}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type spelled {@code id}, if there is one. */
  public static Optional<ElementType> of(String id) {
    for (ElementType type : values()) {
      if (type.id().equals(id)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
