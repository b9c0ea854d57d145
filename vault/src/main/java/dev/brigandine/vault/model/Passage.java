package dev.brigandine.vault.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.internal.VaultDoor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors into the engine and out of it, with no copy where none is needed. Inputs outside the heap
 * are read where they lie. Outputs are written into pooled memory where their shape can be told
 * before; ONNX Runtime refuses to write where the shape is another, and then the run is done again
 * without. That all of such an output was written is checked by marks at both of its ends, so that
 * no answer ever holds what another run left in that memory.
 */
final class Passage {
  /** Bytes. Smaller outputs are cheaper copied. */
  private static final int WORTH_PINNING = 1024;

  private static final long MARK = new SecureRandom().nextLong();

  private final ProtectedModel model;
  private final Face face;
  private final BufferPool pool;
  private final OutputShapes shapes;
  private final ElementType[] outputTypes;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final VaultDoor door = VaultDoor.get();

  Passage(ProtectedModel model, Face face, BufferPool pool) {
    this.model = model;
    this.face = face;
    this.pool = pool;
    shapes = new OutputShapes(face.inputs(), face.outputs());
    outputTypes = new ElementType[face.outputs().size()];
    for (int i = 0; i < outputTypes.length; i++) {
      outputTypes[i] = ElementType.ofWord(face.outputs().get(i).type()).orElseThrow();
    }
  }

  /**
   * Runs the engine once, without counting.
   *
   * @param inputs in the model's order; all bytes are read before this returns
   * @param wanted places of outputs
   * @throws BrigandineException {@link ErrorCode#BAD_INPUT} for malformed strings, {@link
   *     ErrorCode#TOO_LARGE} if there is no room for the answer, else {@link ErrorCode#ENGINE}
   */
  Raw run(Tensor[] inputs, int[] wanted, RunControl control) {
    List<ByteBuffer> copies = new ArrayList<>(0);
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>(inputs.length * 2);
    try {
      for (Tensor input : inputs) {
        feeds.put(input.name(), feed(input, copies));
      }
      return run(feeds, inputs, wanted, control);
    } catch (OutOfMemoryError e) {
      throw new BrigandineException(
          ErrorCode.TOO_LARGE,
          "there is no room in the vault for a run of that size",
          "send less at a time, or give the vault more memory");
    } finally {
      feeds.values().forEach(OnnxTensor::close);
      copies.forEach(pool::giveBack);
    }
  }

  private OnnxTensor feed(Tensor input, List<ByteBuffer> copies) {
    try {
      if (input.type() == ElementType.BYTES) {
        return OnnxTensor.createTensor(environment, Strings.decode(input), input.shape());
      }
      return OnnxTensor.createTensor(
          environment, outside(input, copies), input.shape(), input.type().ort());
    } catch (OrtException e) {
      throw failure("reading an input", e);
    }
  }

  /** The input's bytes outside the heap, where an element may lie. */
  private ByteBuffer outside(Tensor input, List<ByteBuffer> copies) {
    ByteBuffer data = input.data();
    if (data.isDirect()
        && data.hasRemaining()
        && data.alignmentOffset(data.position(), input.type().size()) == 0) {
      return data;
    }
    ByteBuffer copy = pool.take(data.remaining());
    copies.add(copy);
    copy.put(0, data, data.position(), data.remaining());
    return copy;
  }

  private Raw run(
      Map<String, OnnxTensor> feeds, Tensor[] inputs, int[] wanted, RunControl control) {
    Pins pins = new Pins();
    boolean done = false;
    try {
      pins.pin(inputs, wanted);
      if (pins.isEmpty()) {
        return unpinned(feeds, inputs, wanted, control);
      }
      Raw raw;
      try {
        raw = pinned(feeds, wanted, pins, control);
      } catch (BrigandineException e) {
        if (e.code() != ErrorCode.ENGINE || control.isTerminated()) {
          throw e;
        }
        raw = null;
      }
      if (raw != null) {
        done = true;
        return raw;
      }
      Raw again = unpinned(feeds, inputs, wanted, control);
      pins.failed(wanted, again.outputs());
      return again;
    } finally {
      pins.close(!done);
    }
  }

  /** Null if an output was not written where it should have been. */
  private Raw pinned(Map<String, OnnxTensor> feeds, int[] wanted, Pins pins, RunControl control) {
    Set<String> requested = new LinkedHashSet<>();
    Map<String, OnnxTensor> targets = new LinkedHashMap<>(wanted.length * 2);
    for (int i = 0; i < wanted.length; i++) {
      String name = name(wanted[i]);
      if (pins.tensors[i] == null) {
        requested.add(name);
      } else {
        targets.put(name, pins.tensors[i]);
      }
    }
    try (ProtectedModel.Result result =
        door.runCounted(model, feeds, requested, targets, control.options)) {
      Tensor[] outputs = new Tensor[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        if (pins.tensors[i] == null) {
          outputs[i] = read(wanted[i], result.get(name(wanted[i])).orElseThrow());
        } else if (pins.isWritten(i)) {
          outputs[i] =
              new Tensor(
                  name(wanted[i]),
                  outputTypes[wanted[i]],
                  pins.shapes[i],
                  pins.buffers[i].slice(0, pins.buffers[i].limit()).order(ByteOrder.LITTLE_ENDIAN));
        } else {
          return null;
        }
      }
      return new Raw(outputs, pins.taken());
    }
  }

  private Raw unpinned(
      Map<String, OnnxTensor> feeds, Tensor[] inputs, int[] wanted, RunControl control) {
    Set<String> requested = new LinkedHashSet<>();
    for (int place : wanted) {
      requested.add(name(place));
    }
    try (ProtectedModel.Result result =
        door.runCounted(model, feeds, requested, Map.of(), control.options)) {
      Tensor[] outputs = new Tensor[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        outputs[i] = read(wanted[i], result.get(i));
        shapes.learn(wanted[i], inputs, outputs[i].shape());
      }
      return new Raw(outputs, List.of());
    }
  }

  private String name(int output) {
    return face.outputs().get(output).name();
  }

  private Tensor read(int place, OnnxValue value) {
    OnnxTensor tensor = (OnnxTensor) value;
    long[] shape = tensor.getInfo().getShape();
    ElementType type = outputTypes[place];
    if (type == ElementType.BYTES) {
      return new Tensor(name(place), type, shape, strings(tensor));
    }
    // A tensor without elements has no memory that a buffer could be made of.
    ByteBuffer data =
        Tensor.elements(name(place), shape) == 0 ? ByteBuffer.allocate(0) : tensor.getByteBuffer();
    return new Tensor(name(place), type, shape, data.order(ByteOrder.LITTLE_ENDIAN));
  }

  private static ByteBuffer strings(OnnxTensor tensor) {
    try {
      Object value = tensor.getValue();
      return Strings.encode(
          value instanceof String one
              ? new String[] {one}
              : ai.onnxruntime.OrtUtil.flattenString(value));
    } catch (OrtException e) {
      throw failure("reading an output", e);
    }
  }

  private static BrigandineException failure(String doing, OrtException e) {
    return new BrigandineException(
        ErrorCode.ENGINE, "ONNX Runtime failed while " + doing + " (" + e.getCode() + ")", null);
  }

  /** Outputs of one run that have their memory already. */
  private final class Pins {
    OnnxTensor[] tensors;
    ByteBuffer[] buffers;
    long[][] shapes;
    private int count;

    void pin(Tensor[] inputs, int[] wanted) {
      tensors = new OnnxTensor[wanted.length];
      buffers = new ByteBuffer[wanted.length];
      shapes = new long[wanted.length][];
      for (int i = 0; i < wanted.length; i++) {
        long[] shape = Passage.this.shapes.guess(wanted[i], inputs);
        int bytes = shape == null ? 0 : bytes(wanted[i], shape);
        if (bytes >= WORTH_PINNING) {
          shapes[i] = shape;
          pin(i, outputTypes[wanted[i]], bytes);
        }
      }
    }

    private void pin(int i, ElementType type, int bytes) {
      ByteBuffer buffer = pool.take(bytes);
      buffers[i] = buffer;
      buffer.putLong(0, MARK).putLong(8, ~MARK);
      buffer.putLong(bytes - 16, MARK).putLong(bytes - 8, ~MARK);
      try {
        tensors[i] = OnnxTensor.createTensor(environment, buffer, shapes[i], type.ort());
        count++;
      } catch (OrtException e) {
        throw failure("making room for an output", e);
      }
    }

    /** 0 for what is not to be pinned. */
    private int bytes(int place, long[] shape) {
      long bytes = outputTypes[place].size();
      for (long axis : shape) {
        if (axis <= 0 || bytes > pool.limit() / axis) {
          return 0;
        }
        bytes *= axis;
      }
      return bytes > Integer.MAX_VALUE - 1024 ? 0 : (int) bytes;
    }

    boolean isEmpty() {
      return count == 0;
    }

    boolean isWritten(int i) {
      ByteBuffer buffer = buffers[i];
      int end = buffer.limit();
      boolean head = buffer.getLong(0) == MARK && buffer.getLong(8) == ~MARK;
      boolean tail = buffer.getLong(end - 16) == MARK && buffer.getLong(end - 8) == ~MARK;
      return !head && !tail;
    }

    /** The run into these failed, and then went well without. */
    void failed(int[] wanted, Tensor[] outputs) {
      boolean right = true;
      for (int i = 0; i < wanted.length; i++) {
        right &= isRight(i, outputs[i]);
      }
      for (int i = 0; i < wanted.length; i++) {
        if (tensors[i] != null && (right || !isRight(i, outputs[i]))) {
          Passage.this.shapes.failed(wanted[i], right);
        }
      }
    }

    private boolean isRight(int i, Tensor output) {
      return tensors[i] == null || Arrays.equals(shapes[i], output.shape());
    }

    List<ByteBuffer> taken() {
      List<ByteBuffer> taken = new ArrayList<>(count);
      for (ByteBuffer buffer : buffers) {
        if (buffer != null) {
          taken.add(buffer);
        }
      }
      return taken;
    }

    /**
     * @param unused whether the buffers are nobody's
     */
    void close(boolean unused) {
      for (int i = 0; i < tensors.length; i++) {
        if (tensors[i] != null) {
          tensors[i].close();
        }
        if (unused && buffers[i] != null) {
          pool.giveBack(buffers[i]);
        }
      }
    }
  }
}
