package dev.brigandine.runtime.internal.local;

import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.TensorSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A manifest and its parts as fields of a frame. */
final class ManifestFields {
  private static final int MAX_SECTIONS = 10_000;
  private static final int DIGEST = 32;

  private ManifestFields() {}

  static void write(FrameOut out, Manifest manifest) {
    out.text(manifest.bundleId())
        .text(manifest.modelId())
        .i64(manifest.modelVersion())
        .text(manifest.customer().orElse(""))
        .text(manifest.armor())
        .text(manifest.minimumRuntime())
        .i64(manifest.created().getEpochSecond())
        .text(manifest.activation())
        .list(manifest.inputs(), ManifestFields::spec)
        .list(manifest.outputs(), ManifestFields::spec)
        .list(manifest.sections(), ManifestFields::section);
  }

  static Manifest read(Fields in) {
    String bundle = in.text();
    String model = in.text();
    long version = in.i64();
    String customer = in.text();
    String armor = in.text();
    String runtime = in.text();
    Instant created = instant(in.i64());
    String activation = in.text();
    return new Manifest(
        bundle,
        model,
        version,
        customer.isEmpty() ? Optional.empty() : Optional.of(customer),
        armor,
        runtime,
        created,
        in.list(Wire.MAX_PORTS, ManifestFields::spec),
        in.list(Wire.MAX_PORTS, ManifestFields::spec),
        activation,
        in.list(MAX_SECTIONS, ManifestFields::section));
  }

  static void spec(FrameOut out, TensorSpec spec) {
    out.text(spec.name()).text(spec.type()).list(spec.shape(), FrameOut::text);
  }

  static TensorSpec spec(Fields in) {
    return new TensorSpec(in.text(), in.text(), in.list(Wire.MAX_RANK, Fields::text));
  }

  private static void section(FrameOut out, SectionInfo section) {
    out.text(section.name())
        .i64(section.offset())
        .i64(section.length())
        .i64(section.plainLength())
        .bytes(section.digest());
  }

  private static SectionInfo section(Fields in) {
    return new SectionInfo(in.text(), in.i64(), in.i64(), in.i64(), in.bytes(DIGEST));
  }

  private static Instant instant(long seconds) {
    try {
      return Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw new MalformedFrameException("a frame has a time out of range");
    }
  }
}
