package dev.brigandine.vault.attacks;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.Link;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.Region;
import dev.brigandine.runtime.internal.local.Run;
import dev.brigandine.runtime.internal.local.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client who is let in, and speaks the protocol but for one lie: about the shared memory he was
 * given, or about where in it his tensor lies.
 */
final class Forger {
  private static final int FLOAT = 1;
  private static final long[] SHAPE = {1, Loot.WEIGHTS};
  private static final long BYTES = 4L * Loot.WEIGHTS;

  private Forger() {}

  /** {@code none} for an honest client, who gets an answer. */
  static String lie(Path socket, String lie) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    FrameOut out = new FrameOut(Wire.MAX_REQUEST);
    try (Link link = Link.connect(socket, deadline)) {
      link.ask(new Hello("", -1, "").write(out).end(), deadline);
      if (link.inbox().type() == Wire.FAILURE) {
        return told(link);
      }
      link.inbox().take();
      link.await(deadline);
      Region region = Region.read(link.inbox().body());
      link.inbox().take();
      int handle = lie.equals("another's handle") ? region.id() + 1 : region.id();
      try (var shared =
          Files.newByteChannel(
              Path.of(region.path()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        link.send(out.begin(Wire.ATTACHED).i32(handle).end());
        Placed placed =
            switch (lie) {
              case "beyond the end" -> new Placed(0, FLOAT, SHAPE, region.size(), BYTES);
              case "before the start" -> new Placed(0, FLOAT, SHAPE, -64, BYTES);
              case "a length that wraps" -> new Placed(0, FLOAT, SHAPE, 64, Long.MAX_VALUE);
              case "a shape that lies" -> new Placed(0, FLOAT, new long[] {1, 1L << 40}, 0, BYTES);
              default -> new Placed(0, FLOAT, SHAPE, 0, BYTES);
            };
        if (lie.equals("a file cut off")) {
          shared.truncate(0);
        }
        link.send(new Run(1, List.of(placed), List.of()).write(out).end());
        link.await(deadline);
        while (link.inbox().type() == Wire.REGION) {
          link.inbox().take();
          link.await(deadline);
        }
        return link.inbox().type() == Wire.RESULT ? "LOOT: an answer" : told(link);
      }
    } catch (IOException e) {
      return "no: " + e.getMessage();
    }
  }

  private static String told(Link link) {
    BrigandineException failure = Failure.read(link.inbox().body()).exception();
    return "no: " + failure.code() + ", " + failure.getMessage();
  }
}
