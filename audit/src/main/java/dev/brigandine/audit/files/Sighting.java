package dev.brigandine.audit.files;

import dev.brigandine.audit.result.FoundModel.Exposure;

/**
 * A model, or what may be one, in a stream of bytes.
 *
 * @param offset of its first byte
 * @param length in bytes, or -1 if that can't be told
 * @param veil how its bytes are hidden, in a clause; empty if they are not
 * @param tells what is read off it, in a clause
 */
record Sighting(
    Format format, long offset, long length, Exposure exposure, String veil, String tells) {
  static Sighting open(Format format, long offset, long length, String tells) {
    return new Sighting(format, offset, length, Exposure.OPEN, "", tells);
  }

  static Sighting veiled(Format format, long offset, long length, String veil, String tells) {
    return new Sighting(
        format, offset, length, veil.isEmpty() ? Exposure.OPEN : Exposure.VEILED, veil, tells);
  }
}
