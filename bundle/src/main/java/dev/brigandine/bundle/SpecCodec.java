package dev.brigandine.bundle;

import java.util.ArrayList;
import java.util.List;

/** The members that describe a tensor, as they stand in manifest and tensor index alike. */
final class SpecCodec {
  private SpecCodec() {}

  static void write(CanonicalWriter out, TensorSpec spec) {
    out.raw("\"name\":").string(spec.name());
    out.raw(",\"type\":").string(spec.type()).raw(",\"shape\":[");
    String comma = "";
    for (String axis : spec.shape()) {
      out.raw(comma).string(axis);
      comma = ",";
    }
    out.raw("]");
  }

  static TensorSpec read(CanonicalReader in) {
    in.expect("\"name\":");
    String name = in.string(Layout.MAX_NAME);
    in.expect(",\"type\":");
    String type = in.token();
    in.expect(",\"shape\":[");
    List<String> shape = new ArrayList<>();
    while (!in.accept("]")) {
      in.check(shape.size() < Layout.MAX_RANK, "a shape has at most 64 axes");
      if (!shape.isEmpty()) {
        in.expect(",");
      }
      shape.add(in.string(Layout.MAX_ID));
    }
    return new TensorSpec(name, type, shape);
  }

  /** Sizes of axes as numbers, from behind the opening bracket. */
  static List<Long> sizes(CanonicalReader in) {
    List<Long> sizes = new ArrayList<>();
    while (!in.accept("]")) {
      in.check(sizes.size() < Layout.MAX_RANK, "a shape has at most 64 axes");
      if (!sizes.isEmpty()) {
        in.expect(",");
      }
      sizes.add(in.integer(Layout.MAX_INTEGER));
    }
    return sizes;
  }
}
