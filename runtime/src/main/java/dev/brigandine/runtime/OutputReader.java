package dev.brigandine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.RunResult;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** From the shared file to tensors: one copy, into memory that is used again. */
final class OutputReader {
  private OutputReader() {}

  /**
   * @param names of the outputs wanted, in order
   * @param wanted their indices
   * @param pinned tensors for some of them, by name
   */
  static ProtectedModel.Result read(
      LocalConnection connection,
      RunResult result,
      String[] names,
      List<Integer> wanted,
      Map<String, ? extends OnnxValue> pinned,
      OutputBuffers buffers)
      throws OrtException {
    List<Placed> placed = result.outputs();
    long start = Long.MAX_VALUE;
    long end = 0;
    boolean fits = placed.size() == wanted.size();
    for (int i = 0; fits && i < placed.size(); i++) {
      Placed one = placed.get(i);
      fits = one.index() == wanted.get(i) && one.within(connection.size());
      start = Math.min(start, one.offset());
      end = Math.max(end, one.offset() + one.length());
    }
    if (!fits || end - start > Integer.MAX_VALUE) {
      throw wrong("it has not the outputs that were asked for");
    }
    ByteBuffer memory = buffers.take((int) Math.max(0, end - start));
    boolean done = false;
    OnnxValue[] values = new OnnxValue[names.length];
    boolean[] owned = new boolean[names.length];
    try {
      connection.read(memory.limit((int) Math.max(0, end - start)), start);
      for (int i = 0; i < values.length; i++) {
        Placed one = placed.get(i);
        ByteBuffer data =
            memory
                .slice((int) (one.offset() - start), (int) one.length())
                .order(ByteOrder.nativeOrder());
        OnnxValue pin = pinned.get(names[i]);
        if (pin == null) {
          values[i] = tensor(one, data);
          owned[i] = true;
        } else {
          fill(names[i], pin, one, data);
          values[i] = pin;
        }
      }
      done = true;
      return new ProtectedModel.Result(names, values, owned, () -> buffers.give(memory));
    } catch (IOException e) {
      throw wrong(e.getMessage());
    } finally {
      if (!done) {
        for (int i = 0; i < values.length; i++) {
          if (owned[i]) {
            values[i].close();
          }
        }
      }
    }
  }

  private static OnnxTensor tensor(Placed placed, ByteBuffer data) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    if (placed.type() == ElementTypes.STRING) {
      return OnnxTensor.createTensor(environment, strings(placed.shape(), data), placed.shape());
    }
    OnnxJavaType type = type(placed);
    if (elements(placed.shape()) * type.size != data.remaining()) {
      throw wrong("an output's bytes and its shape disagree");
    }
    return OnnxTensor.createTensor(environment, data, placed.shape(), type);
  }

  private static OnnxJavaType type(Placed placed) {
    try {
      return ElementTypes.of(placed.type());
    } catch (BrigandineException e) {
      throw wrong("an output has an unknown type");
    }
  }

  private static long elements(long[] shape) {
    long product = 1;
    for (long axis : shape) {
      if (axis < 0 || axis > Integer.MAX_VALUE) {
        throw wrong("an output has an impossible shape");
      }
      product *= axis;
      if (product > Integer.MAX_VALUE) {
        throw wrong("an output has an impossible shape");
      }
    }
    return product;
  }

  private static String[] strings(long[] shape, ByteBuffer data) {
    long count = elements(shape);
    if (count * Integer.BYTES > data.remaining()) {
      throw wrong("an output has fewer strings than its shape says");
    }
    String[] strings = new String[(int) count];
    for (int i = 0; i < strings.length; i++) {
      int length = data.remaining() < Integer.BYTES ? -1 : data.getInt();
      if (length < 0 || length > data.remaining()) {
        throw wrong("an output's strings are cut off");
      }
      byte[] utf8 = new byte[length];
      data.get(utf8);
      strings[i] = new String(utf8, StandardCharsets.UTF_8);
    }
    return strings;
  }

  private static void fill(String name, OnnxValue pin, Placed placed, ByteBuffer data) {
    if (!(pin instanceof OnnxTensor tensor)) {
      throw bad("output '" + name + "' is pinned to what is no tensor", null);
    }
    TensorInfo info = tensor.getInfo();
    if (ElementTypes.numberOf(info.onnxType) != placed.type()
        || !Arrays.equals(info.getShape(), placed.shape())) {
      throw bad(
          "output '"
              + name
              + "' has shape "
              + Arrays.toString(placed.shape())
              + ", it is pinned to"
              + " a tensor of another type or shape: "
              + Arrays.toString(info.getShape()),
          null);
    }
    Buffer own = Feed.whole(tensor, data.remaining());
    if (own == null || own.isReadOnly()) {
      throw bad(
          "output '" + name + "' is pinned to a tensor whose memory cannot be written from here",
          "for a model in a vault, pin tensors that were made from an array or a buffer");
    }
    copy(data, own);
  }

  private static void copy(ByteBuffer data, Buffer own) {
    if (own instanceof ByteBuffer to) {
      to.put(data);
    } else if (own instanceof FloatBuffer to) {
      to.put(data.asFloatBuffer());
    } else if (own instanceof LongBuffer to) {
      to.put(data.asLongBuffer());
    } else if (own instanceof IntBuffer to) {
      to.put(data.asIntBuffer());
    } else if (own instanceof DoubleBuffer to) {
      to.put(data.asDoubleBuffer());
    } else {
      ((ShortBuffer) own).put(data.asShortBuffer());
    }
  }

  private static BrigandineException bad(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }

  private static BrigandineException wrong(String what) {
    return new BrigandineException(
        ErrorCode.VAULT_UNREACHABLE, "the vault's answer is not to be read: " + what, null);
  }
}
