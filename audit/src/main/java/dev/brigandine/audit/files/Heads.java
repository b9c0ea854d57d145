package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.brigandine.audit.result.FoundModel.Exposure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Formats that are told by what a file begins with, or by that and its name; those with a signature
 * that tells wherever it stands are {@link SignatureScan}'s.
 *
 * <p>Sources: the formats' own documentation; for TensorRT, RKNN and ncnn, which have none, the
 * signatures that Netron looks for.
 */
final class Heads {
  private static final Pattern GRAPH_NODE =
      Pattern.compile(
          "(?s)\n.{1,2}\n.([\\w/.:^-]{1,120})\u0012.[A-Z][A-Za-z0-9_]{1,60}[\"*\u001a].*");

  private static final int LOOK = 16 << 10;

  private Heads() {}

  /**
   * What a file is.
   *
   * @param name with or without its path
   * @param head from its first byte on
   * @param size of the file, or -1
   */
  static Optional<Sighting> of(String name, byte[] head, int length, long size) {
    String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String text = new String(head, 0, Math.min(length, LOOK), ISO_8859_1);
    if (text.length() < 8) {
      return Optional.empty();
    }
    return torch(text, size)
        .or(() -> rknn(text, size))
        .or(() -> tensorRt(text, head, size))
        .or(() -> ncnn(text, file, size))
        .or(() -> xml(text, size))
        .or(() -> tensorFlow(text, file, size))
        .or(() -> coreMl(text, file, size))
        .or(() -> named(file, size));
  }

  private static Optional<Sighting> when(boolean is, Format format, long size, String tells) {
    return is ? Optional.of(Sighting.open(format, 0, size, tells)) : Optional.empty();
  }

  /** A zip whose first entries are a pickle's, or the pickle of before version 1.6. */
  private static Optional<Sighting> torch(String text, long size) {
    boolean zip =
        text.startsWith("PK\u0003\u0004")
            && Pattern.compile(
                    "^.{30}[^/\0]{1,200}/(data\\.pkl|constants\\.pkl|\\.format_version|version)",
                    Pattern.DOTALL)
                .matcher(text)
                .find();
    boolean pickle = text.startsWith("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019");
    return when(zip || pickle, Format.TORCH, size, "with names of layers");
  }

  private static Optional<Sighting> rknn(String text, long size) {
    if (text.startsWith("CYPTRKNN")) {
      return Optional.of(
          new Sighting(
              Format.RKNN, 0, size, Exposure.UNKNOWN, "", "encrypted by the toolkit's own key"));
    }
    return when(
        text.startsWith("RKNN") || text.startsWith("RKNN", 4) || text.startsWith("VPMN"),
        Format.RKNN,
        size,
        "");
  }

  private static Optional<Sighting> tensorRt(String text, byte[] head, long size) {
    boolean magic = text.startsWith("ptrt") || text.startsWith("ftrt");
    return when(
        magic && size > 64 && Arrays.mismatch(head, 4, 24, new byte[20], 0, 20) >= 0,
        Format.TENSORRT,
        size,
        "compiled for one kind of GPU");
  }

  private static Optional<Sighting> ncnn(String text, String file, long size) {
    boolean plain = text.matches("(?s)7767517\r?\n\\s*\\d+ +\\d+\\s.*");
    boolean binary = text.startsWith("\u00dd\u0085v\0");
    return when(
        plain || binary && file.endsWith(".bin"),
        Format.NCNN,
        size,
        plain ? "the graph, with names" : "the graph, without names");
  }

  private static Optional<Sighting> xml(String text, long size) {
    boolean net = text.startsWith("<?xml") || text.startsWith("<net");
    return when(
        net && text.contains("<net ") && text.contains("<layers>"),
        Format.OPENVINO,
        size,
        "the graph, with names; its weights lie in the .bin beside it");
  }

  private static Optional<Sighting> tensorFlow(String text, String file, long size) {
    if (text.startsWith("\b\1\u0012")
        && (file.equals("saved_model.pb") || text.contains("serve"))) {
      boolean ops =
          text.contains("Placeholder") || text.contains("VarHandleOp") || text.contains("Const");
      return when(ops, Format.SAVED_MODEL, size, "with names");
    }
    if (text.startsWith("{")
        && text.contains("\"weightsManifest\"")
        && text.contains("\"modelTopology\"")) {
      return when(true, Format.TFJS, size, "the graph, with names");
    }
    return when(
        text.startsWith("\n") && GRAPH_NODE.matcher(text).lookingAt(),
        Format.GRAPH_DEF,
        size,
        "with names");
  }

  private static Optional<Sighting> coreMl(String text, String file, long size) {
    boolean begins = text.charAt(0) == '\b' && text.charAt(1) < 16 && text.charAt(2) == 0x12;
    return when(
        begins && (file.endsWith(".mlmodel") || text.contains("com.github.apple.coremltools")),
        Format.CORE_ML,
        size,
        "");
  }

  /** Formats without a signature, by their names' endings. */
  private static Optional<Sighting> named(String file, long size) {
    return when(file.endsWith(".mnn") && size > 1024, Format.MNN, size, "told by its name alone");
  }
}
