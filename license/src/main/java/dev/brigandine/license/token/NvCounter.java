package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.clock.HardwareCounter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A counter in a TPM 2.0 that goes up and never down, a restored disk or virtual machine's snapshot
 * notwithstanding (TPM 2.0 Library, part 1 section 37.2.4.3: an NV index of type counter). Deleted
 * and defined anew, it goes on above the highest value that any counter of this TPM ever had.
 *
 * <p>What it does not guarantee: that the one who answers is the TPM. Answers are not
 * authenticated; who owns the machine can put a software TPM in its place. Nor does it tell whose
 * counter it is: whoever may use the TPM may count it up, which harms nobody but those who rely on
 * an exact value.
 *
 * <p>Not thread-safe.
 */
public final class NvCounter implements HardwareCounter, AutoCloseable {
  /** Linux's TPM behind the kernel's resource manager. */
  public static final Path DEVICE = Path.of("/dev/tpmrm0");

  private static final int FIRST_INDEX = 0x0180_0000;
  private static final int LAST_INDEX = 0x01bf_ffff;

  private static final int OWNER = 0x4000_0001;
  private static final int PASSWORD = 0x4000_0009;
  private static final short SHA256 = 0x000b;
  private static final int DEFINE = 0x12a;
  private static final int INCREMENT = 0x134;
  private static final int READ = 0x14e;
  private static final int READ_PUBLIC = 0x169;

  /** Counter; read and written with its own, empty password; no lockout for it. */
  private static final int ATTRIBUTES = 1 << 2 | 1 << 4 | 1 << 18 | 1 << 25;

  private static final int TYPE = 0xf0;
  private static final int COUNTER = 0x10;

  private final TpmChannel tpm;
  private final int index;

  /**
   * Over a channel that takes whole commands: the TPM's device file, or a socket.
   *
   * @param index 0x01800000 to 0x01bfffff, the range for owners
   */
  public NvCounter(ByteChannel channel, int index) {
    if (index < FIRST_INDEX || index > LAST_INDEX) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a TPM counter's index must be from 0x01800000 to 0x01bfffff");
    }
    this.tpm = new TpmChannel(channel);
    this.index = index;
  }

  /** Whether this machine has a TPM that this process may use, by {@link #DEVICE}. */
  public static boolean isPresent() {
    return Files.isReadable(DEVICE) && Files.isWritable(DEVICE);
  }

  /**
   * The counter in this machine's TPM.
   *
   * @throws BrigandineException ({@link ErrorCode#TOKEN_UNAVAILABLE}) if there is none to be had
   */
  public static NvCounter open(int index) {
    try {
      return new NvCounter(
          FileChannel.open(DEVICE, StandardOpenOption.READ, StandardOpenOption.WRITE), index);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "the TPM at " + DEVICE + " cannot be opened",
          Files.exists(DEVICE)
              ? "let this user use it: on most systems, add it to the group tss"
              : "this machine has no TPM 2.0, or the kernel no driver for it",
          e);
    }
  }

  /** An index for one device's key, so that two keys on a machine seldom share a counter. */
  public static int indexFor(String thumbprint) {
    byte[] hash =
        Crypto.jdk()
            .sha256()
            .digest(("dev.brigandine/1 counter\0" + thumbprint).getBytes(StandardCharsets.UTF_8));
    return FIRST_INDEX + (ByteBuffer.wrap(hash).getInt() & (LAST_INDEX - FIRST_INDEX));
  }

  /**
   * The counter's value; 0 if it does not exist or was never counted up.
   *
   * @throws BrigandineException ({@link ErrorCode#TOKEN_UNAVAILABLE}) if the TPM does not answer or
   *     refuses, {@link ErrorCode#TAMPERED} if something else than a counter sits at the index
   */
  @Override
  public long read() {
    if (!exists()) {
      return 0;
    }
    ByteBuffer body = authorized(index, index).putShort((short) Long.BYTES).putShort((short) 0);
    TpmChannel.Answer answer = tpm.send(TpmChannel.SESSIONS, READ, bytes(body));
    if (answer.code() == TpmCodes.NV_UNINITIALIZED) {
      return 0;
    }
    check("read the counter", answer);
    ByteBuffer data = answer.parameters();
    if (data.remaining() != Short.BYTES + Long.BYTES || data.getShort() != Long.BYTES) {
      throw TpmChannel.malformed("holds no counter");
    }
    long value = data.getLong();
    if (value < 0) {
      throw TpmChannel.malformed("holds a counter out of range");
    }
    return value;
  }

  /**
   * Counts up by one, or, where there is no counter yet, defines it. A TPM's memory wears out: some
   * 100,000 times are safe, so once at an application's start but not at every run.
   *
   * @return the new value
   * @throws BrigandineException as {@link #read}
   */
  @Override
  public long increment() {
    if (!exists()) {
      define();
    }
    ByteBuffer body = authorized(index, index);
    check("count up", tpm.send(TpmChannel.SESSIONS, INCREMENT, bytes(body)));
    return read();
  }

  /** Looks what is at the index; an ordinary index there could be written back by anyone. */
  private boolean exists() {
    byte[] body = ByteBuffer.allocate(Integer.BYTES).putInt(index).array();
    TpmChannel.Answer answer = tpm.send(TpmChannel.NO_SESSIONS, READ_PUBLIC, body);
    if (TpmCodes.isNoSuchHandle(answer.code())) {
      return false;
    }
    check("show the counter", answer);
    ByteBuffer data = answer.parameters();
    // TPM2B_NV_PUBLIC: size, index, nameAlg, attributes, …
    if (data.remaining() < 12 || data.getShort() < 12 || data.getInt() != index) {
      throw TpmChannel.malformed("describes no counter");
    }
    data.getShort();
    if ((data.getInt() & TYPE) != COUNTER) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "what the TPM has at the counter's index is no counter and could be written back",
          "find out who put it there: tpm2_nvreadpublic; then tpm2_nvundefine");
    }
    return true;
  }

  private void define() {
    ByteBuffer body = authorized(OWNER);
    body.putShort((short) 0); // its password: none
    body.putShort((short) 14).putInt(index).putShort(SHA256).putInt(ATTRIBUTES);
    body.putShort((short) 0).putShort((short) Long.BYTES); // no policy; 8 bytes
    TpmChannel.Answer answer = tpm.send(TpmChannel.SESSIONS, DEFINE, bytes(body));
    if (answer.code() != TpmCodes.NV_DEFINED) {
      check("define a counter", answer);
    }
  }

  private static void check(String action, TpmChannel.Answer answer) {
    if (answer.code() != 0) {
      throw TpmCodes.refuse(action, answer.code());
    }
  }

  /** Handles, then an authorization by an empty password. */
  private static ByteBuffer authorized(int... handles) {
    ByteBuffer body = ByteBuffer.allocate(64);
    for (int handle : handles) {
      body.putInt(handle);
    }
    return body.putInt(9).putInt(PASSWORD).putShort((short) 0).put((byte) 0).putShort((short) 0);
  }

  private static byte[] bytes(ByteBuffer body) {
    byte[] bytes = new byte[body.position()];
    body.flip().get(bytes);
    return bytes;
  }

  /** Lets the TPM go; the counter stays. */
  @Override
  public void close() {
    tpm.close();
  }
}
