package dev.brigandine.licenseserver.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to choose from: values and what they are called. */
final class Options {
  static final Map<String, String> KIND = of("floating", "Floating", "node-locked", "Node-locked");
  static final Map<String, String> STATE =
      of("valid", "Valid", "pending", "Not begun", "expired", "Expired", "revoked", "Revoked");
  static final Map<String, String> ENROLMENT =
      of("open", "Any that knows the licence's id", "listed", "Only those on its list");
  static final Map<String, String> ISOLATION =
      of("in-process", "Any runtime", "vault", "Only a vault, a process of its own");
  static final Map<String, String> MACHINE =
      of(
          "",
          "No",
          "all",
          "All traits",
          "most",
          "Most traits",
          "two",
          "At least two traits",
          "any",
          "At least one trait");
  static final Map<String, String> MEMORY =
      of("", "Not required", "required", "Required: no opening without it");
  static final Map<String, String> ROLE =
      of(
          "viewer",
          "Viewer: look, and no more",
          "issuer",
          "Issuer: customers, licences, devices, revocation",
          "admin",
          "Admin: all that, and bundles, relays, tokens, backups");

  private Options() {}

  /** Another in front, whose value is empty. */
  static Map<String, String> with(String none, Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("", none);
    all.putAll(others);
    return all;
  }

  static Map<String, String> same(List<String> values) {
    Map<String, String> all = new LinkedHashMap<>();
    values.forEach(value -> all.put(value, value));
    return all;
  }

  private static Map<String, String> of(String... pairs) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return all;
  }
}
