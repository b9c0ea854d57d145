package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code tensors}: which weight of which graph lies where in the decrypted sections. It
 * is encrypted, so that names and shapes are hidden, too; it is canonical JSON, as the manifest is.
 *
 * <p>Parsing checks form and limits. It does not check that a weight lies inside its section or
 * that a length agrees with a shape: whoever maps the weights does, knowing the sections.
 *
 * @param parts one per graph, in the order of execution
 * @param digests of the decrypted sections with weights, one each
 * @param face what an armored model is to its user; empty for one that is sealed only
 */
public record TensorIndex(
    List<Part> parts, List<PlainDigest> digests, Optional<ModelInterface> face) {
  private static final int MAX_PARTS = 1_000;
  private static final int MAX_SECTIONS = 100_000;
  private static final int MAX_WEIGHTS = 1_000_000;

  /** The longest index that is parsed, in bytes. */
  public static final int MAX_LENGTH = 256 << 20;

  /** Copies the lists. */
  public TensorIndex {
    parts = List.copyOf(parts);
    digests = List.copyOf(digests);
    Objects.requireNonNull(face, "face");
  }

  /** The index of a model that is sealed only. */
  public TensorIndex(List<Part> parts, List<PlainDigest> digests) {
    this(parts, digests, Optional.empty());
  }

  /**
   * Holds the index against the manifest of its bundle: armored if the one says so, with key
   * tensors only where the level has locks.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) if they disagree
   */
  public void requireFit(Manifest manifest) {
    boolean locked = face.isPresent() && !face.get().keys().isEmpty();
    if (face.isPresent() != manifest.armored() || (locked && !manifest.armor().equals("full"))) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the tensor index does not fit a model of armor " + manifest.armor(),
          "the bundle was written by a faulty program");
    }
  }

  /**
   * The digest of a section.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) if the index has none
   */
  public PlainDigest digest(String section) {
    for (PlainDigest digest : digests) {
      if (digest.section().equals(section)) {
        return digest;
      }
    }
    throw new BrigandineException(
        ErrorCode.TAMPERED,
        "the tensor index has no digest for section " + section,
        "the bundle was written by a faulty program");
  }

  /**
   * One graph of the model.
   *
   * @param graph the section with its skeleton
   * @param inputs names of the graph's inputs, in order
   * @param outputs names of the graph's outputs, in order
   * @param weights what is outside of the skeleton
   */
  public record Part(String graph, List<String> inputs, List<String> outputs, List<Entry> weights) {
    /** Copies the lists. */
    public Part {
      Objects.requireNonNull(graph, "graph");
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      weights = List.copyOf(weights);
    }
  }

  /**
   * One weight, in the layout of ONNX's {@code raw_data}: little-endian, row-major.
   *
   * @param name of the initializer
   * @param type ONNX {@code TensorProto.DataType}
   * @param shape sizes of its axes; empty for a scalar
   * @param section where it lies
   * @param offset of its first byte in the decrypted section, a multiple of 64
   * @param length in bytes
   */
  public record Entry(
      String name, int type, List<Long> shape, String section, long offset, long length) {
    /** Copies the list. */
    public Entry {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(section, "section");
      shape = List.copyOf(shape);
    }
  }

  /**
   * The canonical JSON.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if something is outside the limits that
   *     {@link #parse(byte[])} keeps
   */
  public byte[] toJson() {
    CanonicalWriter out = new CanonicalWriter();
    out.raw("{\"parts\":[");
    String comma = "";
    for (Part part : parts) {
      out.raw(comma).raw("{\"graph\":").string(part.graph()).raw(",\"inputs\":");
      strings(out, part.inputs());
      out.raw(",\"outputs\":");
      strings(out, part.outputs());
      out.raw(",\"weights\":[");
      String inner = "";
      for (Entry entry : part.weights()) {
        out.raw(inner);
        entry(out, entry);
        inner = ",";
      }
      out.raw("]}");
      comma = ",";
    }
    out.raw("],\"digests\":[");
    comma = "";
    for (PlainDigest digest : digests) {
      out.raw(comma).raw("{\"section\":").string(digest.section());
      out.raw(",\"sha256\":").string(Base64Url.encode(digest.sha256())).raw("}");
      comma = ",";
    }
    out.raw("]");
    if (face.isPresent()) {
      InterfaceCodec.write(out, face.get());
    }
    byte[] json = out.raw("}").toUtf8();
    try {
      parse(json);
    } catch (BrigandineException e) {
      // What we would not read we do not write.
      throw new BrigandineException(ErrorCode.USAGE, e.getMessage(), null, e);
    }
    return json;
  }

  private static void entry(CanonicalWriter out, Entry entry) {
    out.raw("{\"name\":").string(entry.name());
    out.raw(",\"type\":").integer(entry.type()).raw(",\"shape\":[");
    String comma = "";
    for (long axis : entry.shape()) {
      out.raw(comma).integer(axis);
      comma = ",";
    }
    out.raw("],\"section\":").string(entry.section());
    out.raw(",\"offset\":").integer(entry.offset());
    out.raw(",\"length\":").integer(entry.length()).raw("}");
  }

  private static void strings(CanonicalWriter out, List<String> strings) {
    out.raw("[");
    String comma = "";
    for (String string : strings) {
      out.raw(comma).string(string);
      comma = ",";
    }
    out.raw("]");
  }

  /**
   * Parses the rest of {@code json}, whose position is left alone. The copy in the heap is wiped;
   * names and shapes become strings and stay.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) as {@link #parse(byte[])}
   */
  public static TensorIndex parse(ByteBuffer json) {
    if (json.remaining() > MAX_LENGTH) {
      throw tooLong(json.remaining());
    }
    byte[] copy = new byte[json.remaining()];
    json.duplicate().get(copy);
    try {
      return parse(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /**
   * Parses canonical JSON.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) for anything but the canonical form
   */
  public static TensorIndex parse(byte[] json) {
    if (json.length > MAX_LENGTH) {
      throw tooLong(json.length);
    }
    CanonicalReader in = new CanonicalReader(json, "the tensor index");
    List<Part> parts = new ArrayList<>();
    in.expect("{\"parts\":[");
    while (!in.accept("]")) {
      in.check(parts.size() < MAX_PARTS, "too many parts");
      in.expect(parts.isEmpty() ? "{\"graph\":" : ",{\"graph\":");
      String graph = in.token();
      in.expect(",\"inputs\":");
      List<String> inputs = strings(in);
      in.expect(",\"outputs\":");
      List<String> outputs = strings(in);
      in.expect(",\"weights\":");
      List<Entry> weights = weights(in);
      in.expect("}");
      parts.add(new Part(graph, inputs, outputs, weights));
    }
    in.expect(",\"digests\":");
    List<PlainDigest> digests = digests(in);
    Optional<ModelInterface> face =
        in.accept(",\"inputs\":") ? Optional.of(InterfaceCodec.read(in, parts)) : Optional.empty();
    in.expect("}");
    in.end();
    return new TensorIndex(parts, digests, face);
  }

  private static List<PlainDigest> digests(CanonicalReader in) {
    List<PlainDigest> digests = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    in.expect("[");
    while (!in.accept("]")) {
      in.check(digests.size() < MAX_SECTIONS, "too many digests");
      in.expect(digests.isEmpty() ? "{\"section\":" : ",{\"section\":");
      String section = in.token();
      in.expect(",\"sha256\":");
      byte[] sha256 = Base64Url.decode(in.string(43), PlainDigest.LENGTH);
      in.check(sha256 != null, "a digest is 32 bytes in base64url");
      in.check(seen.add(section), "a section has one digest");
      digests.add(new PlainDigest(section, sha256));
      in.expect("}");
    }
    return digests;
  }

  private static List<Entry> weights(CanonicalReader in) {
    List<Entry> entries = new ArrayList<>();
    in.expect("[");
    while (!in.accept("]")) {
      in.check(entries.size() < MAX_WEIGHTS, "too many weights");
      in.expect(entries.isEmpty() ? "{\"name\":" : ",{\"name\":");
      String name = in.string(Layout.MAX_NAME);
      in.expect(",\"type\":");
      int type = (int) in.integer(Integer.MAX_VALUE);
      in.expect(",\"shape\":[");
      List<Long> shape = SpecCodec.sizes(in);
      in.expect(",\"section\":");
      String section = in.token();
      in.expect(",\"offset\":");
      long offset = in.integer(Layout.MAX_INTEGER);
      in.check(offset % 64 == 0, "a weight starts at a multiple of 64");
      in.expect(",\"length\":");
      long length = in.integer(Layout.MAX_INTEGER);
      in.expect("}");
      entries.add(new Entry(name, type, shape, section, offset, length));
    }
    return entries;
  }

  private static List<String> strings(CanonicalReader in) {
    List<String> strings = new ArrayList<>();
    in.expect("[");
    while (!in.accept("]")) {
      in.check(strings.size() < Layout.MAX_TENSORS, "too many names");
      if (!strings.isEmpty()) {
        in.expect(",");
      }
      strings.add(in.string(Layout.MAX_NAME));
    }
    return strings;
  }

  private static BrigandineException tooLong(int length) {
    return new BrigandineException(
        ErrorCode.TAMPERED,
        "the tensor index has " + length + " bytes, allowed: " + MAX_LENGTH,
        "the bundle was written by a faulty program");
  }
}
