package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request as it came: the only copy that is made of it, out of Netty's buffers. What is in it is
 * read on another thread than the one that reads the network.
 *
 * @param bytes null if there is a problem
 * @param problem null if there is none
 * @param taken bytes that the gate must be given back
 */
record RequestBytes(byte[] bytes, Statuses problem, long taken) {
  static MethodDescriptor.Marshaller<RequestBytes> marshaller(Gate gate) {
    return new MethodDescriptor.Marshaller<>() {
      @Override
      public RequestBytes parse(InputStream stream) {
        return read(stream, gate);
      }

      @Override
      public InputStream stream(RequestBytes value) {
        return new ByteArrayInputStream(value.bytes());
      }
    };
  }

  private static RequestBytes read(InputStream stream, Gate gate) {
    long taken = 0;
    boolean kept = false;
    try {
      // Packed messages tell no length; gRPC stops them at the largest that is taken.
      boolean known = stream instanceof KnownLength;
      byte[] bytes;
      if (known) {
        taken = take(gate, stream.available());
        bytes = new byte[(int) taken];
        stream.readNBytes(bytes, 0, bytes.length);
      } else {
        bytes = stream.readAllBytes();
        taken = take(gate, bytes.length);
      }
      kept = true;
      return new RequestBytes(bytes, null, taken);
    } catch (BrigandineException e) {
      return failed(Statuses.of(e));
    } catch (OutOfMemoryError e) {
      return failed(Statuses.of(full()));
    } catch (StatusRuntimeException e) {
      return failed(Statuses.of(ErrorCode.TOO_LARGE, "the request unpacks to more than is taken"));
    } catch (IOException e) {
      // Packed, and not as it says; nothing else reads from memory.
      return failed(Statuses.of(ErrorCode.BAD_INPUT, "the request cannot be unpacked"));
    } finally {
      if (!kept) {
        gate.give(taken);
      }
    }
  }

  private static long take(Gate gate, long size) {
    if (!gate.take(size)) {
      throw full();
    }
    return size;
  }

  private static BrigandineException full() {
    return new BrigandineException(
        ErrorCode.OVERLOADED, "the requests under way hold all the memory they may");
  }

  private static RequestBytes failed(Statuses problem) {
    return new RequestBytes(null, problem, 0);
  }
}
