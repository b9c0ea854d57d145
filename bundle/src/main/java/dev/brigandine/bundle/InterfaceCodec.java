package dev.brigandine.bundle;

import java.util.ArrayList;
import java.util.List;

/** The canonical JSON of a {@link ModelInterface}, the last three members of the tensor index. */
final class InterfaceCodec {
  private InterfaceCodec() {}

  static void write(CanonicalWriter out, ModelInterface face) {
    out.raw(",\"inputs\":");
    ports(out, face.inputs());
    out.raw(",\"outputs\":");
    ports(out, face.outputs());
    out.raw(",\"keys\":[");
    String comma = "";
    for (KeySpec key : face.keys()) {
      out.raw(comma).raw("{\"input\":").string(key.input());
      out.raw(",\"kind\":").string(key.kind().word());
      out.raw(",\"count\":").integer(key.count());
      out.raw(",\"size\":").integer(key.size()).raw(",\"shape\":[");
      String inner = "";
      for (long axis : key.shape()) {
        out.raw(inner).integer(axis);
        inner = ",";
      }
      out.raw("]}");
      comma = ",";
    }
    out.raw("]");
  }

  private static void ports(CanonicalWriter out, List<ModelInterface.Port> ports) {
    out.raw("[");
    String comma = "";
    for (ModelInterface.Port port : ports) {
      out.raw(comma).raw("{");
      SpecCodec.write(out, port.spec());
      out.raw(",\"alias\":").string(port.alias()).raw("}");
      comma = ",";
    }
    out.raw("]");
  }

  /** Reads from behind the opening {@code ,"inputs":}. */
  static ModelInterface read(CanonicalReader in, List<TensorIndex.Part> parts) {
    List<ModelInterface.Port> inputs = ports(in);
    in.expect(",\"outputs\":");
    List<ModelInterface.Port> outputs = ports(in);
    in.expect(",\"keys\":");
    ModelInterface face = new ModelInterface(inputs, outputs, keys(in));
    String flaw = face.flawOrNull(parts);
    in.check(flaw == null, flaw);
    return face;
  }

  private static List<ModelInterface.Port> ports(CanonicalReader in) {
    List<ModelInterface.Port> ports = new ArrayList<>();
    in.expect("[");
    while (!in.accept("]")) {
      in.check(ports.size() < Layout.MAX_TENSORS, "too many inputs or outputs");
      in.expect(ports.isEmpty() ? "{" : ",{");
      TensorSpec spec = SpecCodec.read(in);
      in.expect(",\"alias\":");
      ports.add(new ModelInterface.Port(spec, in.string(Layout.MAX_NAME)));
      in.expect("}");
    }
    return ports;
  }

  private static List<KeySpec> keys(CanonicalReader in) {
    List<KeySpec> keys = new ArrayList<>();
    in.expect("[");
    while (!in.accept("]")) {
      in.check(keys.size() < Layout.MAX_TENSORS, "too many key tensors");
      in.expect(keys.isEmpty() ? "{\"input\":" : ",{\"input\":");
      String input = in.string(Layout.MAX_NAME);
      in.expect(",\"kind\":\"");
      KeySpec.Kind kind = kind(in);
      in.expect("\",\"count\":");
      long count = in.integer(Layout.MAX_INTEGER);
      in.expect(",\"size\":");
      long size = in.integer(Layout.MAX_INTEGER);
      in.expect(",\"shape\":[");
      KeySpec key = new KeySpec(input, kind, count, size, SpecCodec.sizes(in));
      in.expect("}");
      String flaw = key.flawOrNull();
      in.check(flaw == null, flaw);
      keys.add(key);
    }
    return keys;
  }

  private static KeySpec.Kind kind(CanonicalReader in) {
    for (KeySpec.Kind kind : KeySpec.Kind.values()) {
      if (in.accept(kind.word())) {
        return kind;
      }
    }
    throw in.malformed("a key tensor is scale, permute or mix");
  }
}
