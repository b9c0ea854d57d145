package dev.brigandine.license.machine;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A machine's traits as hashes: HMAC-SHA-256 of name and value under the thumbprint of the device's
 * key, 16 bytes of it. Two devices of one customer, or one machine at two vendors, cannot be told
 * to be the same by them. Who tries all values finds those that have few: an Ethernet address does
 * not stay hidden from a vendor who means to know it.
 */
public final class Fingerprint {
  /** Most traits in one fingerprint. */
  public static final int MAX_TRAITS = 16;

  /** Bytes of a hash. */
  public static final int HASH = 16;

  private static final int MAX_VALUES = TraitReader.MAX_VALUES;
  private static final int MAX_NAME = 32;
  private static final String LABEL = "dev.brigandine/1 machine";

  private final Map<String, List<String>> hashes;

  private Fingerprint(Map<String, List<String>> hashes) {
    this.hashes = hashes;
  }

  /**
   * Of what counts on a machine; may be empty.
   *
   * @param device the device key's thumbprint, 43 characters
   */
  public static Fingerprint of(Machine machine, String device) {
    Mac mac = mac(device);
    Map<String, List<String>> hashes = new TreeMap<>();
    for (Trait trait : machine.traits()) {
      if (trait.counts()) {
        hashes.put(trait.name(), hash(mac, trait));
      }
    }
    return new Fingerprint(Collections.unmodifiableMap(hashes));
  }

  /**
   * Takes the members of a parsed object, a list of hashes for each trait's name.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) for anything else, or too much of it
   */
  public static Fingerprint take(JsonObject traits, String what) {
    List<String> names = traits.names();
    if (names.size() > MAX_TRAITS) {
      throw refuse(what, "has more than " + MAX_TRAITS + " traits");
    }
    Map<String, List<String>> hashes = new TreeMap<>();
    for (String name : names) {
      if (!isName(name)) {
        throw refuse(what, "has a trait whose name is not in small letters and hyphens");
      }
      List<String> values = new ArrayList<>();
      for (Object element : traits.array(name)) {
        if (!(element instanceof String text) || values.size() == MAX_VALUES) {
          throw refuse(what, "has a trait that is not a list of 1 to " + MAX_VALUES + " hashes");
        }
        Base64Url.decode(text, HASH, what);
        values.add(text);
      }
      if (values.isEmpty()) {
        throw refuse(what, "has a trait that is not a list of 1 to " + MAX_VALUES + " hashes");
      }
      hashes.put(name, List.copyOf(values));
    }
    traits.end();
    return new Fingerprint(Collections.unmodifiableMap(hashes));
  }

  /** Hashes by trait, in the order of the names; what a JSON writer needs. */
  public Map<String, List<String>> hashes() {
    return hashes;
  }

  /** Of hashes that were read and checked elsewhere. */
  public static Fingerprint of(Map<String, List<String>> hashes) {
    return new Fingerprint(Collections.unmodifiableMap(new TreeMap<>(hashes)));
  }

  /** As the JSON object that {@link #take} reads. */
  public String toJson() {
    StringBuilder out = new StringBuilder("{");
    hashes.forEach(
        (name, values) ->
            out.append(out.length() == 1 ? "\"" : ",\"")
                .append(name)
                .append("\":[\"")
                .append(String.join("\",\"", values))
                .append("\"]"));
    return out.append('}').toString();
  }

  /** Whether no trait counts. */
  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** Whether it could satisfy the policy. */
  public boolean isEnough(MatchPolicy policy) {
    return hashes.size() >= policy.needed(hashes.size())
        && !hashes.keySet().stream().allMatch(Trait::isShared);
  }

  /**
   * Refuses a fingerprint that could not satisfy the policy, before a licence is issued with it.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE})
   */
  public void checkEnough(MatchPolicy policy) {
    int needed = policy.needed(hashes.size());
    if (hashes.size() < needed) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "matching "
              + policy.id()
              + " takes "
              + needed
              + " traits at least, and this machine shows "
              + hashes.size(),
          "choose --match any, or keep the device's key on a token; 'brigandine device show' tells"
              + " which traits count");
    }
    if (hashes.keySet().stream().allMatch(Trait::isShared)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the only trait that this machine shows is its processor's model, which others share",
          "keep the device's key on a token, or issue with --match none");
    }
  }

  /**
   * Checks that a machine is the one that this fingerprint was taken of. Reads only the traits
   * named here; one that cannot be read does not match. Milliseconds on Linux; on macOS and Windows
   * a command of the system is run.
   *
   * @throws BrigandineException ({@link ErrorCode#WRONG_MACHINE}) that names the traits that
   *     differ, not their values
   */
  public void check(Machine machine, MatchPolicy policy, String device) {
    Mac mac = mac(device);
    int matched = 0;
    boolean own = false;
    List<String> differ = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : hashes.entrySet()) {
      List<String> now = hash(mac, machine.trait(entry.getKey()));
      if (Collections.disjoint(now, entry.getValue())) {
        differ.add(entry.getKey());
      } else {
        matched++;
        own |= !Trait.isShared(entry.getKey());
      }
    }
    int needed = policy.needed(hashes.size());
    if (matched < needed || !own) {
      throw new BrigandineException(
          ErrorCode.WRONG_MACHINE,
          "this is not the machine that the licence is for: "
              + String.join(", ", differ)
              + " differ"
              + (differ.size() == 1 ? "s" : "")
              + " or cannot be read; "
              + matched
              + " of "
              + hashes.size()
              + " traits match, "
              + needed
              + " must"
              + (own ? "" : ", one of them the machine's own"),
          machine.container().isPresent()
              ? "this is a container ("
                  + machine.container().get()
                  + "): see docs/devices.md on containers, or ask for a licence for this one"
              : "use the machine that the licence was issued for, as the user whom the key was made"
                  + " by, or ask the vendor for a licence for this one");
    }
  }

  private static List<String> hash(Mac mac, Trait trait) {
    List<String> hashes = new ArrayList<>();
    for (String value : trait.values()) {
      String message = LABEL + "\0" + trait.name() + "\0" + value;
      byte[] full = mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
      hashes.add(Base64Url.encode(Arrays.copyOf(full, HASH)));
    }
    Collections.sort(hashes);
    return List.copyOf(hashes);
  }

  private static Mac mac(String device) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(device.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw Failures.machine("HMAC-SHA-256", e);
    }
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static BrigandineException refuse(String what, String how) {
    return new BrigandineException(ErrorCode.TAMPERED, what + " " + how);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && hashes.equals(that.hashes);
  }

  @Override
  public int hashCode() {
    return hashes.hashCode();
  }

  @Override
  public String toString() {
    return "Fingerprint" + hashes.keySet();
  }
}
