package dev.brigandine.runtime.internal.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Asks a vault how it is, or to read its configuration again. */
public final class ControlClient {
  private ControlClient() {}

  /**
   * The vault's status, a JSON text.
   *
   * @throws BrigandineException {@link ErrorCode#VAULT_UNREACHABLE}, or what the vault refuses with
   */
  public static String status(Path socket, Duration timeout) {
    return ask(Wire.STATUS, socket, timeout);
  }

  /**
   * Has the vault read its configuration again; what came of it, a JSON text.
   *
   * @throws BrigandineException {@link ErrorCode#VAULT_UNREACHABLE}, or what the vault refuses with
   */
  public static String reload(Path socket, Duration timeout) {
    return ask(Wire.RELOAD, socket, timeout);
  }

  private static String ask(int type, Path socket, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Link link = Link.connect(socket, deadline)) {
      link.ask(new FrameOut(Wire.MAX_REQUEST).begin(type).i32(Wire.MAGIC).end(), deadline);
      Fields in = link.inbox().body();
      switch (link.inbox().type()) {
        case Wire.TEXT -> {
          return in.longText();
        }
        case Wire.FAILURE -> throw Failure.read(in).exception();
        default -> throw new MalformedFrameException("it sent another frame");
      }
    } catch (IOException | UnsupportedOperationException | MalformedFrameException e) {
      throw unreachable(socket, e);
    }
  }

  /** Nobody there, or somebody else. */
  public static BrigandineException unreachable(Path socket, Exception e) {
    return new BrigandineException(
        ErrorCode.VAULT_UNREACHABLE,
        "no vault can be reached at " + socket + ": " + e.getMessage(),
        "see that brigandine vault runs there, and that this user may enter the socket's folder",
        e);
  }
}
