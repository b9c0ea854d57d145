package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * Sends TPM 2.0 commands and takes answers apart (TCG TPM 2.0 Library, part 1 section 18 and part 3
 * section 5; revision 1.59). Answers are bounded and checked: what sits at the other end may be
 * anything.
 */
final class TpmChannel implements AutoCloseable {
  static final short NO_SESSIONS = (short) 0x8001;
  static final short SESSIONS = (short) 0x8002;
  private static final int HEADER = 10;
  private static final int MAX = 4096;
  private static final int ATTEMPTS = 8;

  private final ByteChannel channel;

  TpmChannel(ByteChannel channel) {
    this.channel = channel;
  }

  /**
   * An answer.
   *
   * @param code TPM_RC, 0 for success
   * @param parameters without header and sessions; empty unless the code is 0
   */
  record Answer(int code, ByteBuffer parameters) {}

  /**
   * One command and its answer; asked again, a few times, if the TPM says that it is busy.
   *
   * @param tag {@link #SESSIONS} if the body holds an authorization area
   */
  Answer send(short tag, int command, byte[] body) {
    for (int i = 1; ; i++) {
      Answer answer = once(tag, command, body);
      if (!TpmCodes.isBusy(answer.code()) || i == ATTEMPTS) {
        return answer;
      }
      try {
        Thread.sleep(10L << i);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
    }
  }

  private Answer once(short tag, int command, byte[] body) {
    ByteBuffer request = ByteBuffer.allocate(HEADER + body.length);
    request.putShort(tag).putInt(HEADER + body.length).putInt(command).put(body).flip();
    ByteBuffer answer = ByteBuffer.allocate(MAX);
    try {
      // In one piece: /dev/tpmrm0 takes a whole command or none.
      while (request.hasRemaining()) {
        channel.write(request);
      }
      int size = HEADER;
      while (answer.position() < size) {
        if (channel.read(answer) <= 0) {
          throw malformed("ends early");
        }
        if (answer.position() >= HEADER) {
          size = answer.getInt(2);
          if (size < HEADER || size > MAX) {
            throw malformed("states a length of " + size);
          }
        }
      }
      if (answer.position() != size) {
        throw malformed("goes on after its end");
      }
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "the TPM does not answer",
          "check that nobody else holds it: use /dev/tpmrm0, which is shared, not /dev/tpm0",
          e);
    }
    answer.flip();
    return parse(answer, tag);
  }

  static Answer parse(ByteBuffer answer, short asked) {
    if (answer.remaining() < HEADER) {
      throw malformed("ends early");
    }
    short tag = answer.getShort();
    answer.getInt();
    int code = answer.getInt();
    if (code != 0) {
      return new Answer(code, ByteBuffer.allocate(0));
    }
    if (tag != asked) {
      throw malformed("has another tag than the command");
    }
    if (tag == SESSIONS) {
      if (answer.remaining() < Integer.BYTES) {
        throw malformed("ends early");
      }
      int length = answer.getInt();
      if (length < 0 || length > answer.remaining()) {
        throw malformed("states more parameters than it holds");
      }
      answer.limit(answer.position() + length);
    }
    return new Answer(0, answer.slice());
  }

  static BrigandineException malformed(String how) {
    return new BrigandineException(
        ErrorCode.TOKEN_UNAVAILABLE,
        "the TPM's answer " + how,
        "check that this is a TPM 2.0: cat /sys/class/tpm/tpm0/tpm_version_major");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was left to write.
    }
  }
}
