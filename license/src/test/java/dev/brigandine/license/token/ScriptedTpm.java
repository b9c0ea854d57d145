package dev.brigandine.license.token;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A TPM that says what a test tells it to, one answer a command, some bytes at a time. */
final class ScriptedTpm implements ByteChannel {
  private final Deque<byte[]> answers = new ArrayDeque<>();
  private final int chunk;
  private ByteBuffer current = ByteBuffer.allocate(0);

  ScriptedTpm(int chunk) {
    this.chunk = chunk;
  }

  ScriptedTpm then(byte[] answer) {
    answers.add(answer);
    return this;
  }

  @Override
  public int read(ByteBuffer into) {
    if (!current.hasRemaining()) {
      return -1;
    }
    int n = Math.min(chunk, Math.min(into.remaining(), current.remaining()));
    for (int i = 0; i < n; i++) {
      into.put(current.get());
    }
    return n;
  }

  @Override
  public int write(ByteBuffer from) {
    int n = from.remaining();
    from.position(from.limit());
    byte[] next = answers.poll();
    current = ByteBuffer.wrap(next == null ? new byte[0] : next);
    return n;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
