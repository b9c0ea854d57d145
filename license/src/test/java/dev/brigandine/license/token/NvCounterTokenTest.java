package dev.brigandine.license.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("tokens")
class NvCounterTokenTest {
  private static final int INDEX = 0x0180_b216;

  @TempDir Path folder;

  @Test
  void itCountsUpAndOutlivesTheTpmsRestart() throws Exception {
    long last;
    try (SoftwareTpm tpm = new SoftwareTpm(folder.resolve("s")).start()) {
      try (NvCounter counter = new NvCounter(tpm.connect(), INDEX)) {
        assertThat(counter.read()).isZero();
        long first = counter.increment();
        assertThat(first).isPositive();
        assertThat(counter.read()).isEqualTo(first);
        assertThat(counter.increment()).isEqualTo(first + 1);
      }
      try (NvCounter counter = new NvCounter(tpm.connect(), INDEX)) {
        last = counter.increment();
      }
    }
    try (SoftwareTpm tpm = new SoftwareTpm(folder.resolve("s")).start();
        NvCounter counter = new NvCounter(tpm.connect(), INDEX)) {
      assertThat(counter.read()).isGreaterThanOrEqualTo(last);
      assertThat(counter.increment()).isGreaterThan(last);
    }
  }

  @Test
  void deletingItDoesNotTurnItBack() throws Exception {
    try (SoftwareTpm tpm = new SoftwareTpm(folder.resolve("s")).start();
        SocketChannel channel = tpm.connect()) {
      NvCounter counter = new NvCounter(channel, INDEX);
      counter.increment();
      counter.increment();
      long before = counter.increment();
      undefine(channel);
      assertThat(counter.read()).isZero();
      assertThat(counter.increment()).isGreaterThan(before);
    }
  }

  @Test
  void anOrdinaryIndexInItsPlaceIsRefused() throws Exception {
    try (SoftwareTpm tpm = new SoftwareTpm(folder.resolve("s")).start();
        SocketChannel channel = tpm.connect()) {
      // The thief's: writable memory that shows whatever count he likes.
      ByteBuffer body = authorized(0x4000_0001);
      body.putShort((short) 0).putShort((short) 14).putInt(INDEX).putShort((short) 0x0b);
      body.putInt(1 << 2 | 1 << 18).putShort((short) 0).putShort((short) 8);
      assertThat(send(channel, 0x12a, body)).isZero();
      NvCounter counter = new NvCounter(channel, INDEX);
      assertThatThrownBy(counter::read)
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED));
      assertThatThrownBy(counter::increment).isInstanceOf(BrigandineException.class);
    }
  }

  @Test
  void aTpmWhoseOwnerHasAPasswordSaysSo() throws Exception {
    try (SoftwareTpm tpm = new SoftwareTpm(folder.resolve("s")).start();
        SocketChannel channel = tpm.connect()) {
      ByteBuffer body = authorized(0x4000_0001);
      body.putShort((short) 4).put("pass".getBytes());
      assertThat(send(channel, 0x129, body)).isZero(); // HierarchyChangeAuth
      assertThatThrownBy(new NvCounter(channel, INDEX)::increment)
          .hasMessage("the TPM did not define a counter: its owner's password is set");
    }
  }

  @Test
  void aRestoredSnapshotIsSeenOnlyIfTheTpmIsNotInIt() throws Exception {
    // What a virtual machine's snapshot does with a software TPM: its counter goes back, too.
    Path state = folder.resolve("s");
    long before;
    try (SoftwareTpm tpm = new SoftwareTpm(state).start();
        NvCounter counter = new NvCounter(tpm.connect(), INDEX)) {
      before = counter.increment();
    }
    byte[] snapshot = Files.readAllBytes(state.resolve("tpm2-00.permall"));
    try (SoftwareTpm tpm = new SoftwareTpm(state).start();
        NvCounter counter = new NvCounter(tpm.connect(), INDEX)) {
      counter.increment();
      assertThat(counter.increment()).isGreaterThan(before + 1);
    }
    Files.write(state.resolve("tpm2-00.permall"), snapshot);
    try (SoftwareTpm tpm = new SoftwareTpm(state).start();
        NvCounter counter = new NvCounter(tpm.connect(), INDEX)) {
      assertThat(counter.read()).isEqualTo(before);
    }
  }

  private static void undefine(SocketChannel channel) throws Exception {
    ByteBuffer body = ByteBuffer.allocate(64).putInt(0x4000_0001).putInt(INDEX);
    body.putInt(9).putInt(0x4000_0009).putShort((short) 0).put((byte) 0).putShort((short) 0);
    assertThat(send(channel, 0x122, body)).isZero();
  }

  private static ByteBuffer authorized(int handle) {
    ByteBuffer body = ByteBuffer.allocate(64).putInt(handle);
    return body.putInt(9).putInt(0x4000_0009).putShort((short) 0).put((byte) 0).putShort((short) 0);
  }

  private static int send(SocketChannel channel, int command, ByteBuffer body) throws Exception {
    byte[] bytes = new byte[body.position()];
    body.flip().get(bytes);
    try (TpmChannel tpm = new TpmChannel(new KeptOpen(channel))) {
      return tpm.send(TpmChannel.SESSIONS, command, bytes).code();
    }
  }

  /** Lets a channel outlive a TpmChannel. */
  private record KeptOpen(SocketChannel channel) implements java.nio.channels.ByteChannel {
    @Override
    public int read(ByteBuffer into) throws java.io.IOException {
      return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws java.io.IOException {
      return channel.write(from);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {}
  }
}
