package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.FrameInbox;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.MalformedFrameException;
import dev.brigandine.runtime.internal.local.Region;
import dev.brigandine.runtime.internal.local.RunResult;
import dev.brigandine.runtime.internal.local.Welcome;
import dev.brigandine.runtime.internal.local.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** Whatever answers at the socket, the SDK reads frames of the protocol from it or refuses. */
class ReplyFuzzTest {
  @FuzzTest
  void towardsTheClient(byte[] data) throws IOException {
    FrameInbox inbox = new FrameInbox(Wire.MAX_REPLY);
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

  private static void read(FrameInbox inbox) {
    FrameOut out = new FrameOut(Wire.MAX_REPLY);
    switch (inbox.type()) {
      case Wire.WELCOME -> Welcome.read(inbox.body()).write(out);
      case Wire.REGION -> Region.read(inbox.body()).write(out);
      case Wire.RESULT -> RunResult.read(inbox.body()).write(out);
      case Wire.FAILURE -> {
        Failure failure = Failure.read(inbox.body());
        assertThat(failure.exception().code()).isNotNull();
        failure.write(out);
      }
      default -> inbox.body().longText();
    }
  }
}
