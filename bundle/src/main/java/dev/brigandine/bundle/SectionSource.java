package dev.brigandine.bundle;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Where {@link BundleWriter} takes one section's plaintext from, as a stream. */
public interface SectionSource {
  /** The section's name: 1 to 64 of a-z, 0-9, dot, hyphen, underscore; unique in its bundle. */
  String name();

  /** How many bytes {@link #writeTo} writes. Must not change. */
  long length();

  /**
   * Writes exactly {@link #length()} bytes, in pieces of any size. Buffers may be reused once a
   * write returns: the channel takes all of what it is given.
   *
   * @throws IOException if the plaintext cannot be had
   */
  void writeTo(WritableByteChannel plaintext) throws IOException;
}
