package dev.brigandine.bundle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The manifest's canonical JSON; {@code docs/format.md} specifies it. */
final class ManifestCodec {
  private static final int DIGEST = 32;

  private ManifestCodec() {}

  static byte[] write(Manifest m) {
    CanonicalWriter out = new CanonicalWriter();
    out.raw("{\"format\":\"brig/1\",\"bundle\":").string(m.bundleId());
    out.raw(",\"model\":{\"id\":").string(m.modelId());
    out.raw(",\"version\":").integer(m.modelVersion()).raw("}");
    if (m.customer().isPresent()) {
      out.raw(",\"customer\":").string(m.customer().get());
    }
    out.raw(",\"armor\":").string(m.armor());
    out.raw(",\"runtime\":").string(m.minimumRuntime());
    out.raw(",\"created\":").integer(m.created().getEpochSecond());
    out.raw(",\"inputs\":");
    tensors(out, m.inputs());
    out.raw(",\"outputs\":");
    tensors(out, m.outputs());
    out.raw(",\"activation\":").string(m.activation());
    out.raw(",\"sections\":[");
    String comma = "";

    for (SectionInfo section : m.sections()) {
      out.raw(comma).raw("{\"name\":").string(section.name());
      out.raw(",\"length\":").integer(section.length());
      out.raw(",\"digest\":").string(Base64Url.encode(section.digest())).raw("}");
      comma = ",";
    }
    return out.raw("]}").toUtf8();
  }

  private static void tensors(CanonicalWriter out, List<TensorSpec> specs) {
    out.raw("[");
    String comma = "";
    for (TensorSpec spec : specs) {
      out.raw(comma).raw("{");
      SpecCodec.write(out, spec);
      out.raw("}");
      comma = ",";
    }
    out.raw("]");
  }

  /**
   * Parses a manifest and places its sections.
   *
   * @param dataStart offset of the first section in the file
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) for anything but the canonical form;
   *     ({@link ErrorCode#RUNTIME_TOO_OLD}) for an armor that this version does not know
   */
  static Manifest parse(byte[] json, long dataStart) {
    CanonicalReader in = new CanonicalReader(json, "the manifest");
    in.expect("{\"format\":\"brig/1\",\"bundle\":");
    String bundleId = in.string(22);
    in.check(Names.isBundleId(bundleId), "a bundle id is 22 characters of base64url");
    in.expect(",\"model\":{\"id\":");
    String modelId = in.string(Layout.MAX_ID);
    in.check(!modelId.isEmpty(), "a model id may not be empty");
    in.expect(",\"version\":");
    long modelVersion = in.integer(Layout.MAX_INTEGER);
    in.check(modelVersion >= 1, "a model version is at least 1");
    in.expect("}");
    Optional<String> customer = Optional.empty();
    if (in.accept(",\"customer\":")) {
      customer = Optional.of(in.string(Layout.MAX_ID));
      in.check(!customer.get().isEmpty(), "a customer may not be empty");
    }
    in.expect(",\"armor\":");
    String armor = in.token();
    in.expect(",\"runtime\":");
    String runtime = in.string(Names.MAX_TOKEN);
    in.check(Names.version(runtime) != null, "a runtime version is three numbers");
    in.expect(",\"created\":");
    Instant created = Instant.ofEpochSecond(in.integer(253_402_300_799L));
    in.expect(",\"inputs\":");
    List<TensorSpec> inputs = tensors(in);
    in.expect(",\"outputs\":");
    List<TensorSpec> outputs = tensors(in);
    in.check(
        !Manifest.ARMORED.contains(armor) || (inputs.isEmpty() && outputs.isEmpty()),
        "the manifest of an armored model shows no inputs and outputs");
    in.expect(",\"activation\":");
    String activation = in.string(Layout.MAX_ACTIVATION);
    in.check(Names.isCompactJwe(activation), "an activation is a compact JWE");
    in.expect(",\"sections\":");
    List<SectionInfo> sections = sections(in, dataStart);
    in.expect("}");
    in.end();
    return new Manifest(
        bundleId,
        modelId,
        modelVersion,
        customer,
        armor,
        runtime,
        created,
        inputs,
        outputs,
        activation,
        sections);
  }

  private static List<TensorSpec> tensors(CanonicalReader in) {
    List<TensorSpec> specs = new ArrayList<>();
    in.expect("[");
    while (!in.accept("]")) {
      in.check(specs.size() < Layout.MAX_TENSORS, "too many inputs or outputs");
      in.expect(specs.isEmpty() ? "{" : ",{");
      specs.add(SpecCodec.read(in));
      in.expect("}");
    }
    return specs;
  }

  private static List<SectionInfo> sections(CanonicalReader in, long dataStart) {
    List<SectionInfo> sections = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long end = dataStart;
    in.expect("[");
    while (!in.accept("]")) {
      in.check(sections.size() < Layout.MAX_SECTIONS, "too many sections");
      in.expect(sections.isEmpty() ? "{\"name\":" : ",{\"name\":");
      String name = in.token();
      in.check(names.add(name), "a section name comes twice");
      in.expect(",\"length\":");
      long length = in.integer(Layout.MAX_INTEGER);
      long plain = Cobblestone.plainLength(length);
      in.check(plain >= 0, "no section has this length");
      in.expect(",\"digest\":");
      byte[] digest = digest(in);
      in.expect("}");
      long offset = Layout.align(end);
      end = offset + length;
      in.check(end <= Layout.MAX_INTEGER, "the sections are too long together");
      sections.add(new SectionInfo(name, offset, length, plain, digest));
    }
    in.check(!sections.isEmpty(), "a bundle has at least one section");
    return sections;
  }

  private static byte[] digest(CanonicalReader in) {
    String text = in.string(43);
    byte[] digest = Base64Url.decode(text, DIGEST);
    in.check(digest != null, "a digest is 32 bytes in base64url");
    return digest;
  }
}
