package dev.brigandine.bundle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Vectors that every reader must open. */
final class KitValid {
  private KitValid() {}

  static void fill(Kit.Box box) {
    box.from(1);
    box.ok("one-section", f -> f.part("graph", 60));
    box.ok("two-sections", f -> f.part("graph", 60).part("weights.0", 200));
    box.ok("three-sections", f -> f.part("graph", 1).part("tensors", 2).part("weights.0", 3));
    box.ok("empty-section", f -> f.part("graph", 0));
    box.ok("one-full-chunk", f -> f.part("graph", 16384));
    box.ok("chunk-less-one", f -> f.part("graph", 16383));
    box.ok("chunk-and-one", f -> f.part("graph", 16385));
    box.ok("two-full-chunks", f -> f.part("graph", 32768));
    box.ok("section-ends-on-a-page", f -> f.part("graph", 4096 - 72).part("weights.0", 5));
    box.ok("longest-section-name", f -> f.part("w".repeat(64), 4));
    box.ok("no-customer", f -> draft(f, 3, Optional.empty(), List.of(), 1));
    box.ok("no-inputs", f -> draft(f, 3, Optional.of("x"), List.of(), 1));
    box.ok("version-largest", f -> draft(f, Layout.MAX_INTEGER, Optional.empty(), List.of(), 1));
    box.ok("created-at-zero", f -> draft(f, 1, Optional.empty(), List.of(), 0));
    box.ok("unicode-names", f -> names(f, "überß", "日本語", "😀", "\u007f\u2028"));
    box.ok("names-that-are-json", f -> names(f, "{\"a\":[1,null]}", "\\", "\\u0041", "\"", "/"));
    box.ok("control-characters", f -> names(f, "\u0000", "\n\t\b\f\r", "\u001f"));
    box.ok("empty-name", f -> names(f, ""));
    box.ok(
        "many-axes",
        f -> {
          List<String> shape = Collections.nCopies(64, "1");
          draft(f, 1, Optional.empty(), List.of(new TensorSpec("x", "int4", shape)), 1);
        });
    box.ok("manifest-over-a-page", f -> names(f, "n".repeat(4000), "m".repeat(4000)));
    box.ok("front-fills-a-page", KitValid::exactPage);
    box.ok("low-s", f -> f.part("graph", 9).rawSignature = raw -> Forge.withHighS(raw, false));
    box.ok("high-s", f -> f.part("graph", 9).rawSignature = raw -> Forge.withHighS(raw, true));
    box.ok("another-signer", f -> f.part("graph", 9).signer = Forge.B);
    box.ok("armor-rewrite", f -> armored(f, "rewrite"));
    box.ok("armor-full", f -> armored(f, "full"));
  }

  /** Without inputs and outputs, which the encrypted index of an armored model tells. */
  private static void armored(Forge forge, String armor) {
    draft(forge, 3, Optional.of("north"), List.of(), 1);
    forge.json("\"armor\":\"none\"", "\"armor\":\"" + armor + "\"");
  }

  private static void names(Forge forge, String... names) {
    List<TensorSpec> specs = new ArrayList<>();
    for (String name : names) {
      specs.add(new TensorSpec(name, "float32", List.of(name.isEmpty() ? "" : "?")));
    }
    draft(forge, 1, Optional.empty(), specs, 1);
  }

  private static void draft(
      Forge forge, long version, Optional<String> customer, List<TensorSpec> inputs, long created) {
    Manifest m = forge.draft;
    forge.part("graph", 60).draft =
        new Manifest(
            m.bundleId(),
            m.modelId(),
            version,
            customer,
            m.armor(),
            m.minimumRuntime(),
            Instant.ofEpochSecond(created),
            inputs,
            inputs,
            m.activation(),
            List.of());
  }

  /** Prefix, manifest and signature end exactly where a page ends: no padding. */
  private static void exactPage(Forge forge) {
    names(forge, "");
    Forge probe = new Forge();
    names(probe, "");
    byte[] file = probe.make();
    int used = 16 + length(file, 8) + length(file, 12);
    // The name stands among the inputs and among the outputs.
    int missing = 4096 - used - 2; // and a shape of "?" is one longer than ""
    names(forge, "a".repeat(missing / 2));
    forge.parts.remove(1);
    forge.draft = withModelId(forge.draft, forge.draft.modelId() + "m".repeat(missing % 2));
  }

  private static int length(byte[] file, int at) {
    return file[at] & 255 | (file[at + 1] & 255) << 8;
  }

  private static Manifest withModelId(Manifest m, String modelId) {
    return new Manifest(
        m.bundleId(),
        modelId,
        m.modelVersion(),
        m.customer(),
        m.armor(),
        m.minimumRuntime(),
        m.created(),
        m.inputs(),
        m.outputs(),
        m.activation(),
        m.sections());
  }
}
