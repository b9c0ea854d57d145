package dev.brigandine.bundle;

import java.util.Arrays;
import java.util.Objects;

/**
 * One encrypted payload, as the manifest tells it.
 *
 * @param name unique in the bundle; part of the encryption context
 * @param offset of its first byte in the file, a multiple of 4096; follows from the lengths of the
 *     sections before it and is not written in the manifest
 * @param length in bytes, encrypted
 * @param plainLength in bytes, decrypted; follows from {@code length}
 * @param digest SHA-256 of the encrypted bytes
 */
public record SectionInfo(String name, long offset, long length, long plainLength, byte[] digest) {
  /** Copies {@code digest}. */
  public SectionInfo {
    Objects.requireNonNull(name, "name");
    digest = digest.clone();
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SectionInfo that
        && name.equals(that.name)
        && offset == that.offset
        && length == that.length
        && plainLength == that.plainLength
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, offset, length) * 31 + Arrays.hashCode(digest);
  }
}
