package dev.brigandine.runtime.internal.local;

/** The protocol's numbers; {@code docs/vault-local.md} says what they mean. */
public final class Wire {
  /** {@code BRGV}, read as a little-endian int. */
  public static final int MAGIC = 'B' | 'R' << 8 | 'G' << 16 | 'V' << 24;

  /** The only version there is. */
  public static final int VERSION = 1;

  /** Bytes before a frame's body: its whole length, its type, two that are zero. */
  public static final int HEADER = 8;

  /** The longest frame towards the vault, header included. */
  public static final int MAX_REQUEST = 64 << 10;

  /** The longest frame towards the client, header included. */
  public static final int MAX_REPLY = 16 << 20;

  public static final int MAX_RANK = 64;
  public static final int MAX_PORTS = 10_000;

  /** Tensors begin at multiples of this in the shared file. */
  public static final int ALIGNMENT = 64;

  // Towards the vault.
  public static final int HELLO = 1;
  public static final int ATTACHED = 2;
  public static final int RUN = 3;
  public static final int GROW = 4;
  public static final int CANCEL = 5;
  public static final int STATUS = 6;
  public static final int RELOAD = 7;

  // Towards the client.
  public static final int WELCOME = 65;
  public static final int REGION = 66;
  public static final int RESULT = 67;
  public static final int FAILURE = 68;
  public static final int TEXT = 69;

  private Wire() {}

  /** The next multiple of {@link #ALIGNMENT}. */
  public static long align(long offset) {
    return (offset + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
