package dev.brigandine.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Vectors with a correctly signed manifest that is not as the format says. */
final class KitManifest {
  private static final String VERSION = "\"version\":3";
  private static final String BUNDLE = "\"" + Samples.BUNDLE_ID + "\"";

  private KitManifest() {}

  static void fill(Kit.Box box) {
    box.from(201);
    json(box, "member-doubled", "\"armor\":\"none\"", "\"armor\":\"none\",\"armor\":\"none\"");
    json(box, "member-doubled-in-model", VERSION, "\"version\":3,\"version\":4");
    json(box, "member-unknown", "{\"format\"", "{\"extra\":1,\"format\"");
    json(box, "member-unknown-last", "}]}", "}],\"extra\":{}}");
    json(box, "member-missing", "\"armor\":\"none\",", "");
    json(
        box,
        "members-reordered",
        "\"id\":\"acme/minilm\",\"version\":3",
        "\"version\":3,\"id\":\"acme/minilm\"");
    json(box, "space", VERSION, "\"version\": 3");
    json(box, "newline-at-end", "}]}", "}]}\n");
    json(box, "zero-byte-at-end", "}]}", "}]}\0");
    json(box, "trailing-garbage", "}]}", "}]}{}");
    json(box, "byte-order-mark", "{\"format\"", "\u00ef\u00bb\u00bf{\"format\"");
    json(box, "comment", VERSION, "\"version\":3/**/");
    json(box, "trailing-comma", "}]}", "},]}");
    json(box, "truncated", "}]}", "}]");
    json(box, "single-quotes", "\"armor\":\"none\"", "'armor':'none'");
    json(box, "number-nan", VERSION, "\"version\":NaN");
    json(box, "number-infinite", VERSION, "\"version\":Infinity");
    json(box, "number-negative", VERSION, "\"version\":-3");
    json(box, "number-plus", VERSION, "\"version\":+3");
    json(box, "number-fraction", VERSION, "\"version\":3.0");
    json(box, "number-exponent", VERSION, "\"version\":3e0");
    json(box, "number-leading-zero", VERSION, "\"version\":03");
    json(box, "number-hexadecimal", VERSION, "\"version\":0x3");
    json(box, "number-over-2-to-53", VERSION, "\"version\":9007199254740992");
    json(box, "number-over-2-to-64", VERSION, "\"version\":18446744073709551619");
    json(box, "number-of-1000-digits", VERSION, "\"version\":" + "9".repeat(1000));
    json(box, "number-as-string", VERSION, "\"version\":\"3\"");
    json(box, "number-as-null", VERSION, "\"version\":null");
    json(box, "number-as-boolean", VERSION, "\"version\":true");
    json(box, "number-missing", VERSION, "\"version\":");
    json(box, "string-as-number", "\"armor\":\"none\"", "\"armor\":0");
    json(box, "string-as-null", "\"customer\":\"north\"", "\"customer\":null");
    json(box, "nested-10000-deep", "\"shape\":[", "\"shape\":" + "[".repeat(10_000));
    json(box, "inputs-as-object", "\"inputs\":[", "\"inputs\":{");
    json(box, "escape-of-a-letter", "acme/minilm", "acme/minil\\u006d");
    json(box, "escape-of-a-slash", "acme/minilm", "acme\\/minilm");
    json(box, "escape-short", "\\u000a", "\\n");
    json(box, "escape-upper-case", "\\u000a", "\\u000A");
    json(box, "escape-of-a-surrogate", "acme/minilm", "\\ud83d\\ude00");
    json(box, "escape-cut", "acme/minilm", "acme\\u00");
    json(box, "escape-unknown", "acme/minilm", "acme\\x");
    json(box, "control-character-raw", "\\u000a", "\n");
    json(box, "utf-8-invalid", "acme/minilm", "acme\u00ff");
    json(box, "utf-8-overlong", "acme/minilm", "acme\u00c0\u00af");
    json(box, "utf-8-surrogate", "acme/minilm", "acme\u00ed\u00a0\u0080");
    json(box, "utf-8-cut", "acme/minilm", "acme\u00e2\u0082");
    json(box, "format-2", "brig/1", "brig/2");
    json(box, "bundle-id-short", BUNDLE, "\"AAECAwQFBgcICQoLDA0OD\"");
    json(box, "bundle-id-long", BUNDLE, "\"AAECAwQFBgcICQoLDA0ODww\"");
    json(box, "bundle-id-stray-bits", BUNDLE, "\"AAECAwQFBgcICQoLDA0ODx\"");
    json(box, "bundle-id-plain-base64", BUNDLE, "\"AAEC+wQFBgcICQoLDA0ODw\"");
    json(box, "model-id-empty", "acme/minilm", "");
    json(box, "model-id-of-257", "acme/minilm", "a".repeat(257));
    json(box, "model-version-0", VERSION, "\"version\":0");
    json(box, "customer-empty", "\"north\"", "\"\"");
    json(box, "armor-upper-case", "\"none\"", "\"None\"");
    too(box, "armor-unknown", "\"none\"", "\"plated\"");
    too(box, "runtime-newer", "\"0.1.0\"", "\"0.2.0\"");
    too(box, "runtime-much-newer", "\"0.1.0\"", "\"999999.0.0\"");
    json(box, "runtime-of-two-numbers", "\"0.1.0\"", "\"0.1\"");
    json(box, "runtime-leading-zero", "\"0.1.0\"", "\"0.01.0\"");
    json(box, "runtime-with-suffix", "\"0.1.0\"", "\"0.1.0-a\"");
    json(box, "created-in-year-10000", "1790000000", "253402300800");
    json(box, "shape-of-65-axes", "\"shape\":[]", "\"shape\":[" + "\"1\",".repeat(64) + "\"1\"]");
    json(box, "shape-of-numbers", "\"16\"]", "16]");
    json(box, "type-upper-case", "\"int64\"", "\"INT64\"");
    json(box, "activation-empty", Samples.draft().activation(), "");
    json(box, "activation-of-four-parts", ".DDDD", "");
    json(box, "activation-of-six-parts", ".DDDD", ".DDDD.EEEE");
    json(box, "activation-with-padding", ".DDDD", ".DDD=");
    json(box, "section-length-0", "\"length\":132", "\"length\":0");
    json(box, "section-length-71", "\"length\":132", "\"length\":71");
    json(box, "section-length-of-no-message", "\"length\":132", "\"length\":16456");
    json(box, "section-one-longer", "\"length\":132", "\"length\":133");
    json(box, "section-one-shorter", "\"length\":132", "\"length\":131");
    json(box, "section-length-2-to-53-less-1", "\"length\":132", "\"length\":9007199254740991");
    json(box, "section-digest-long", "\"digest\":\"", "\"digest\":\"AA");
    json(box, "section-digest-padded", "\"}]}", "=\"}]}");
    json(box, "section-digest-hex", "\"digest\":\"", "\"digest\":\"" + "00".repeat(32));
    json(box, "section-name-empty", "\"name\":\"graph\"", "\"name\":\"\"");
    json(box, "section-name-upper-case", "\"name\":\"graph\"", "\"name\":\"Graph\"");
    json(box, "section-name-with-slash", "\"name\":\"graph\"", "\"name\":\"../graph\"");
    json(box, "section-name-of-65", "\"name\":\"graph\"", "\"name\":\"" + "g".repeat(65) + "\"");
    json(box, "section-with-offset", ",\"length\":132", ",\"offset\":4096,\"length\":132");
    box.refused("section-name-doubled", "tampered", f -> f.part("graph", 60));
    whole(box, "no-sections", null);
    whole(box, "empty-object", "{}");
    whole(box, "empty-array", "[]");
    whole(box, "one-byte", "{");
    whole(box, "a-string", "\"brig/1\"");
    whole(box, "zero-bytes", "\0".repeat(500));
    json(box, "armor-rewrite-shows-inputs", "\"armor\":\"none\"", "\"armor\":\"rewrite\"");
    json(box, "armor-full-shows-inputs", "\"armor\":\"none\"", "\"armor\":\"full\"");
    json(box, "armor-upper-case-full", "\"armor\":\"none\"", "\"armor\":\"FULL\"");
    too(box, "armor-with-level", "\"none\"", "\"full-2\"");
  }

  private static void json(Kit.Box box, String name, String from, String to) {
    box.refused("manifest-" + name, "tampered", f -> f.json(from, to));
  }

  private static void too(Kit.Box box, String name, String from, String to) {
    box.refused("manifest-" + name, "runtime-too-old", f -> f.json(from, to));
  }

  private static void whole(Kit.Box box, String name, String json) {
    box.refused(
        "manifest-" + name,
        "tampered",
        f -> {
          if (json == null) {
            f.parts.clear();
            f.file = bytes -> Arrays.copyOf(bytes, Layout.ALIGNMENT);
          } else {
            f.json = bytes -> json.getBytes(StandardCharsets.ISO_8859_1);
          }
        });
  }
}
