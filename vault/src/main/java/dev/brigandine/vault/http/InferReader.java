package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of an infer request: the inference request of the Open Inference Protocol V2 (REST), and
 * behind it the data of inputs with {@code binary_data_size} (its binary tensor data extension).
 * Members and parameters that are not known are passed over; those that are known may be there
 * once.
 */
final class InferReader {
  private static final int MOST_TENSORS = 1_024;
  private static final int LONGEST_ID = 1_024;

  private final byte[] body;
  private final int jsonLength;
  private final int length;
  private final Map<String, TensorSpec> specs;
  private final Set<String> outputs;
  private final Memory.Arena arena;
  private final JsonText json;
  private final Set<String> seen = new HashSet<>();
  private int binaryAt;

  private InferReader(
      JsonText json,
      byte[] body,
      int length,
      int jsonLength,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      Memory.Arena arena) {
    this.json = json;
    this.body = body;
    this.length = length;
    this.jsonLength = jsonLength;
    this.binaryAt = jsonLength;
    this.arena = arena;
    this.specs = new HashMap<>();
    inputs.forEach(spec -> specs.put(spec.name(), spec));
    this.outputs = new HashSet<>();
    outputs.forEach(spec -> this.outputs.add(spec.name()));
  }

  /**
   * @param length bytes of {@code body} that count
   * @param jsonLength bytes of the JSON text at its front; all, unless there is binary data
   * @param arena gives the tensors' memory
   * @throws BrigandineException ({@link dev.brigandine.bundle.ErrorCode#BAD_INPUT})
   */
  static InferRequest read(
      byte[] body,
      int length,
      int jsonLength,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      Memory.Arena arena) {
    return JsonText.read(
        body,
        jsonLength,
        json -> new InferReader(json, body, length, jsonLength, inputs, outputs, arena).request());
  }

  private InferRequest request() {
    String id = null;
    List<Tensor> inputs = null;
    List<InferRequest.Wanted> wanted = null;
    Parameters parameters = null;
    json.beginObject();
    String member = json.member();
    while (member != null) {
      switch (member) {
        case "id" -> {
          once("id", id != null);
          id = id();
        }
        case "parameters" -> {
          once("parameters", parameters != null);
          parameters = Parameters.read(json);
        }
        case "inputs" -> {
          once("inputs", inputs != null);
          inputs = inputs();
        }
        case "outputs" -> {
          once("outputs", wanted != null);
          wanted = outputs();
        }
        default -> json.skip();
      }
      member = json.member();
    }
    json.finish();
    if (inputs == null) {
      throw Bad.input("the request has no 'inputs'");
    }
    if (binaryAt != length) {
      throw Bad.input(
          "the request has "
              + (length - jsonLength)
              + " bytes of binary data, its inputs want "
              + (binaryAt - jsonLength));
    }
    return new InferRequest(
        Optional.ofNullable(id),
        inputs,
        wanted == null ? List.of() : wanted,
        parameters != null && Boolean.TRUE.equals(parameters.binaryOutput()));
  }

  private String id() {
    String id = json.string();
    if (id.length() > LONGEST_ID) {
      throw Bad.input("the request's id is longer than " + LONGEST_ID + " characters");
    }
    return id;
  }

  private void once(String member, boolean again) {
    if (again) {
      throw json.bad("has '" + member + "' twice");
    }
  }

  private List<Tensor> inputs() {
    List<Tensor> inputs = new ArrayList<>();
    json.beginArray();
    while (json.element()) {
      if (inputs.size() == MOST_TENSORS) {
        throw Bad.input("the request has more than " + MOST_TENSORS + " inputs");
      }
      inputs.add(input());
    }
    return inputs;
  }

  private Tensor input() {
    String name = null;
    ElementType type = null;
    long[] shape = null;
    Parameters parameters = Parameters.NONE;
    int data = -1;
    Tensor tensor = null;
    json.beginObject();
    String member = json.member();
    while (member != null) {
      switch (member) {
        case "name" -> {
          once(member, name != null);
          name = name();
        }
        case "datatype" -> {
          once(member, type != null);
          type = type();
        }
        case "shape" -> {
          once(member, shape != null);
          shape = shape();
        }
        case "parameters" -> {
          once(member, parameters != Parameters.NONE);
          parameters = Parameters.read(json);
        }
        case "data" -> {
          once(member, data >= 0);
          data = json.position();
          if (name != null && type != null && shape != null) {
            tensor = data(json, name, type, shape);
          } else {
            json.skip();
          }
        }
        default -> json.skip();
      }
      member = json.member();
    }
    if (name == null || type == null || shape == null) {
      throw json.bad("has an input without name, datatype or shape");
    }
    fits(name, type);
    if (parameters.size().isPresent()) {
      if (data >= 0) {
        throw Bad.input("input " + Bad.shown(name) + " has both data and binary_data_size");
      }
      return binary(name, type, shape, parameters.binarySize());
    }
    if (data < 0) {
      throw Bad.input("input " + Bad.shown(name) + " has neither data nor binary_data_size");
    }
    if (tensor != null) {
      return tensor;
    }
    // Its data came first: go back for it, now that it is known what it is.
    return later(data, name, type, shape);
  }

  private String name() {
    String name = json.string();
    if (!specs.containsKey(name)) {
      throw Bad.input("the model has no input " + Bad.shown(name));
    }
    if (!seen.add(name)) {
      throw Bad.input("input " + Bad.shown(name) + " is there twice");
    }
    return name;
  }

  private ElementType type() {
    String word = json.string();
    return ElementType.ofProtocolName(word)
        .orElseThrow(
            () -> Bad.input("the datatype " + Bad.shown(word) + " is none that is taken here"));
  }

  private long[] shape() {
    long[] shape = new long[Tensor.MAX_RANK];
    int rank = 0;
    json.beginArray();
    while (json.element()) {
      if (rank == shape.length) {
        throw json.bad("has a shape of more than " + Tensor.MAX_RANK + " axes");
      }
      long axis = json.integer();
      if (axis < 0) {
        throw json.bad("has a shape with a negative axis");
      }
      shape[rank++] = axis;
    }
    return Arrays.copyOf(shape, rank);
  }

  /** Before anything is allocated for it. */
  private void fits(String name, ElementType type) {
    String wanted = specs.get(name).type();
    if (!type.word().equals(wanted)) {
      throw Bad.input(
          "input "
              + Bad.shown(name)
              + " is "
              + type.protocolName()
              + ", the model wants "
              + ElementType.ofWord(wanted).map(ElementType::protocolName).orElse(wanted));
    }
  }

  private Tensor later(int position, String name, ElementType type, long[] shape) {
    return json.again(position, at -> data(at, name, type, shape));
  }

  private Tensor data(JsonText at, String name, ElementType type, long[] shape) {
    fits(name, type);
    return TensorData.read(at, name, type, shape, arena);
  }

  private Tensor binary(String name, ElementType type, long[] shape, long size) {
    if (size > length - binaryAt) {
      throw Bad.input(
          "input "
              + Bad.shown(name)
              + " has a binary_data_size of "
              + size
              + ", the body has "
              + (length - binaryAt)
              + " bytes left for it",
          "Inference-Header-Content-Length is the JSON text's length");
    }
    long elements = Tensor.elements(name, shape);
    if (type.size() > 0 && (elements > size || elements * type.size() != size)) {
      throw Bad.input(
          "input "
              + Bad.shown(name)
              + " has "
              + size
              + " bytes, its datatype and shape "
              + Arrays.toString(shape)
              + " want another number");
    }
    ByteBuffer out = arena.allocate(size);
    out.put(0, body, binaryAt, (int) size);
    binaryAt += (int) size;
    BinaryCheck.check(name, type, elements, out);
    return new Tensor(name, type, shape, out);
  }

  private List<InferRequest.Wanted> outputs() {
    List<InferRequest.Wanted> wanted = new ArrayList<>();
    Set<String> names = new HashSet<>();
    json.beginArray();
    while (json.element()) {
      InferRequest.Wanted one = output();
      if (!outputs.contains(one.name())) {
        throw Bad.input("the model has no output " + Bad.shown(one.name()));
      }
      if (!names.add(one.name())) {
        throw Bad.input("output " + Bad.shown(one.name()) + " is asked for twice");
      }
      wanted.add(one);
    }
    return wanted;
  }

  private InferRequest.Wanted output() {
    String name = null;
    Parameters parameters = Parameters.NONE;
    json.beginObject();
    String member = json.member();
    while (member != null) {
      switch (member) {
        case "name" -> {
          once(member, name != null);
          name = json.string();
        }
        case "parameters" -> {
          once(member, parameters != Parameters.NONE);
          parameters = Parameters.read(json);
        }
        default -> json.skip();
      }
      member = json.member();
    }
    if (name == null) {
      throw json.bad("has an output without a name");
    }
    return new InferRequest.Wanted(name, Optional.ofNullable(parameters.binary()));
  }
}
