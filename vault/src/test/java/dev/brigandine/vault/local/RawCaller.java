package dev.brigandine.vault.local;

import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.FrameInbox;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.Region;
import dev.brigandine.runtime.internal.local.Run;
import dev.brigandine.runtime.internal.local.RunResult;
import dev.brigandine.runtime.internal.local.Welcome;
import dev.brigandine.runtime.internal.local.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A caller who says what he likes. */
final class RawCaller implements AutoCloseable {
  final SocketChannel channel;
  final FrameInbox inbox = new FrameInbox(Wire.MAX_REPLY);
  final FrameOut out = new FrameOut(1 << 20);
  FileChannel shared;
  Region region;
  Welcome welcome;

  RawCaller(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
  }

  /** Up to the point where runs may follow. */
  static RawCaller greeted(Path socket) throws IOException {
    RawCaller caller = new RawCaller(socket);
    caller.send(new Hello("", -1, "").write(caller.out));
    caller.next();
    caller.welcome = Welcome.read(caller.inbox.body());
    caller.inbox.take();
    caller.next();
    caller.attach();
    return caller;
  }

  void attach() throws IOException {
    region = Region.read(inbox.body());
    inbox.take();
    shared =
        FileChannel.open(Path.of(region.path()), StandardOpenOption.READ, StandardOpenOption.WRITE);
    send(out.begin(Wire.ATTACHED).i32(region.id()));
  }

  void send(FrameOut frame) throws IOException {
    sendRaw(frame.end());
  }

  void sendRaw(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Waits for a whole frame; its type, or -1 if the vault hung up. */
  int next() throws IOException {
    try {
      while (!inbox.ready()) {
        if (inbox.fill(channel) < 0) {
          return -1;
        }
      }
      return inbox.type();
    } catch (IOException e) {
      return -1; // reset: it hung up on what was not read
    }
  }

  /** The failure that is expected next. */
  Failure failure() throws IOException {
    if (next() != Wire.FAILURE) {
      throw new AssertionError("no failure came but frame " + inbox.type());
    }
    Failure failure = Failure.read(inbox.body());
    inbox.take();
    return failure;
  }

  RunResult result() throws IOException {
    int type = next();
    if (type == Wire.FAILURE) {
      throw new AssertionError("a failure came: " + Failure.read(inbox.body()));
    }
    if (type != Wire.RESULT) {
      throw new AssertionError("no result came but " + type);
    }
    RunResult result = RunResult.read(inbox.body());
    inbox.take();
    return result;
  }

  void run(int id, Placed... inputs) throws IOException {
    send(new Run(id, List.of(inputs), List.of()).write(out));
  }

  /** A valid run of the model y = x + 1, with four floats. */
  void add(int id, float... x) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(x.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float one : x) {
      bytes.putFloat(one);
    }
    shared.write(bytes.flip(), 0);
    run(id, new Placed(0, 1, new long[] {x.length / 4, 4}, 0, x.length * 4L));
  }

  float[] floats(Placed output) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) output.length()).order(ByteOrder.LITTLE_ENDIAN);
    shared.read(bytes, output.offset());
    float[] y = new float[(int) output.length() / 4];
    bytes.flip().asFloatBuffer().get(y);
    return y;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (shared != null) {
      shared.close();
    }
  }
}
