package dev.brigandine.audit.process;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, and no more of it. */
final class Bounded extends InputStream {
  private final InputStream in;
  private long left;

  Bounded(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  long left() {
    return left;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    int next = in.read();
    left -= next < 0 ? 0 : 1;
    return next;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read = in.read(to, offset, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }
}
