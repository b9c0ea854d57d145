package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.internal.local.FrameInbox;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.MalformedFrameException;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.Run;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Whatever a caller sends, the vault reads frames of the protocol from it or refuses. */
class FrameFuzzTest {
  private static final int SHARED = 4096;

  @FuzzTest
  void towardsTheVault(byte[] data) throws IOException {
    FrameInbox inbox = new FrameInbox(Wire.MAX_REQUEST);
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(data));
    try {
      while (inbox.fill(channel) >= 0) {
        while (inbox.ready()) {
          read(inbox);
          inbox.take();
        }
      }
    } catch (MalformedFrameException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void read(FrameInbox inbox) throws IOException {
    switch (inbox.type()) {
      case Wire.HELLO -> {
        Hello hello = Hello.read(inbox.body());
        assertThat(hello.write(new FrameOut(Wire.MAX_REQUEST)).end().remaining()).isPositive();
      }
      case Wire.RUN -> run(Run.read(inbox.body()));
      case Wire.GROW -> inbox.body().i64();
      default -> inbox.body().i32();
    }
  }

  /** A run that parses is a request whose tensors lie within what was shared, or is refused. */
  private static void run(Run run) throws IOException {
    Path file = Files.createTempFile("brigandine-fuzz", ".region");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SharedRegion region = new SharedRegion(1, file, channel, SHARED)) {
      channel.write(java.nio.ByteBuffer.allocate(SHARED));
      RunReader reader = new RunReader(List.of("a", "b", "c"), List.of("y", "z"));
      Request request = reader.read(run, region, new Cancellation());
      long sum = 0;
      for (Tensor tensor : request.inputs()) {
        sum += tensor.data().remaining();
      }
      assertThat(sum).isLessThanOrEqualTo(SHARED);
      for (Placed placed : run.inputs()) {
        assertThat(placed.within(SHARED)).isTrue();
      }
    } catch (BrigandineException e) {
      assertThat(e.code().id()).isEqualTo("bad-input");
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
