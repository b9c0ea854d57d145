package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link Conditions} and {@link Delegate} as members of a licence's {@code brig} claim. */
final class ConditionsCodec {
  private static final int TRAIT_BYTES = 16;
  private static final int MAX_TRAIT_NAME = 32;

  private ConditionsCodec() {}

  /** Takes the members that are there, and no others. */
  static Conditions take(JsonObject brig) {
    Optional<String> entitlement =
        brig.has("entitlement") ? Optional.of(brig.id("entitlement")) : Optional.empty();
    List<String> features = brig.has("features") ? labels(brig) : List.of();
    Optional<Rate> rate = brig.has("rate") ? Optional.of(rate(brig)) : Optional.empty();
    Isolation isolation = brig.has("isolation") ? isolation(brig) : Isolation.IN_PROCESS;
    OptionalLong minimum =
        brig.has("minimum")
            ? OptionalLong.of(brig.integer("minimum", 1, Claims.MAX_VERSION))
            : OptionalLong.empty();
    Optional<LeaseTerms> lease = brig.has("lease") ? Optional.of(lease(brig)) : Optional.empty();
    ClockPolicy clock = brig.has("clock") ? clock(brig) : ClockPolicy.DEFAULT;
    Optional<MachineBinding> machine =
        brig.has("machine") ? Optional.of(machine(brig.object("machine"))) : Optional.empty();
    return new Conditions(entitlement, features, rate, isolation, minimum, lease, clock, machine);
  }

  static Optional<Delegate> takeDelegate(JsonObject brig) {
    if (!brig.has("delegate")) {
      return Optional.empty();
    }
    JsonObject member = brig.object("delegate");
    SignerId signer = new SignerId(member.thumbprint("jkt"));
    boolean delegates = member.has("delegates");
    if (delegates) {
      member.integer("delegates", 1, 1);
    }
    OptionalLong seats =
        member.has("seats")
            ? OptionalLong.of(member.integer("seats", 1, Delegate.MAX_SEATS))
            : OptionalLong.empty();
    member.end();
    return Optional.of(new Delegate(signer, delegates, seats));
  }

  private static List<String> labels(JsonObject brig) {
    List<String> labels = new ArrayList<>();
    for (Object element : brig.array("features")) {
      if (!(element instanceof String text)
          || !JsonObject.isLabel(text, Claims.MAX_LABEL)
          || labels.contains(text)) {
        throw refuse("the licence's features must be printable words, each once");
      }
      labels.add(text);
    }
    if (labels.isEmpty() || labels.size() > Conditions.MAX_FEATURES) {
      throw refuse("the licence must name 1 to " + Conditions.MAX_FEATURES + " features, or none");
    }
    return labels;
  }

  private static Rate rate(JsonObject brig) {
    JsonObject member = brig.object("rate");
    Rate rate =
        new Rate(
            member.integer("runs", 1, Rate.MAX_RUNS),
            Duration.ofSeconds(member.integer("seconds", 1, Rate.MAX_SECONDS)));
    member.end();
    return rate;
  }

  private static Isolation isolation(JsonObject brig) {
    String text = brig.string("isolation");
    for (Isolation level : Isolation.values()) {
      if (level.id().equals(text)) {
        return level;
      }
    }
    throw refuse("the licence asks for an isolation that is not known: update the runtime");
  }

  private static LeaseTerms lease(JsonObject brig) {
    JsonObject member = brig.object("lease");
    LeaseTerms lease =
        new LeaseTerms(
            Duration.ofSeconds(member.integer("heartbeat", 1, LeaseTerms.MAX_HEARTBEAT)),
            Duration.ofSeconds(member.integer("grace", 0, LeaseTerms.MAX_GRACE)));
    member.end();
    return lease;
  }

  private static ClockPolicy clock(JsonObject brig) {
    JsonObject member = brig.object("clock");
    Duration back = Duration.ofSeconds(member.integer("back", 0, ClockPolicy.MAX_BACK));
    String memory = member.string("memory");
    member.end();
    if (!memory.equals("any") && !memory.equals("required")) {
      throw refuse("the licence's member 'memory' must be 'any' or 'required'");
    }
    return new ClockPolicy(back, memory.equals("required"));
  }

  /** Also the form in which a device's public key file carries its traits. */
  static MachineBinding machine(JsonObject member) {
    String match = member.string("match");
    Map<String, List<String>> traits = traits(member.object("traits"));
    member.end();
    for (MachineBinding.Match policy : MachineBinding.Match.values()) {
      if (policy.id().equals(match)) {
        return new MachineBinding(policy, traits);
      }
    }
    throw refuse("the licence's member 'match' must be all, most, two or any");
  }

  static Map<String, List<String>> traits(JsonObject member) {
    List<String> names = member.names();
    if (names.isEmpty() || names.size() > MachineBinding.MAX_TRAITS) {
      throw refuse("a machine must have 1 to " + MachineBinding.MAX_TRAITS + " traits");
    }
    Map<String, List<String>> traits = new LinkedHashMap<>();
    for (String name : names) {
      List<?> array = member.array(name);
      if (!JsonObject.isLabel(name, MAX_TRAIT_NAME)
          || array.isEmpty()
          || array.size() > MachineBinding.MAX_HASHES) {
        throw refuse("a machine's trait must have a short name and a few hashes");
      }
      List<String> hashes = new ArrayList<>(array.size());
      for (Object element : array) {
        if (!(element instanceof String hash)) {
          throw refuse("a hash of a machine's trait must be a string");
        }
        Base64Url.decode(hash, TRAIT_BYTES, "a hash of a machine's trait");
        hashes.add(hash);
      }
      traits.put(name, List.copyOf(hashes));
    }
    return traits;
  }

  /** Members for a {@code brig} claim; what asks nothing is left out. */
  static void put(Conditions conditions, Map<String, Object> brig) {
    conditions.entitlement().ifPresent(id -> brig.put("entitlement", id));
    if (!conditions.features().isEmpty()) {
      brig.put("features", conditions.features());
    }
    conditions
        .rate()
        .ifPresent(
            rate ->
                brig.put("rate", Map.of("runs", rate.runs(), "seconds", rate.per().getSeconds())));
    if (conditions.isolation() != Isolation.IN_PROCESS) {
      brig.put("isolation", conditions.isolation().id());
    }
    conditions.minimumVersion().ifPresent(version -> brig.put("minimum", version));
    conditions
        .lease()
        .ifPresent(
            lease ->
                brig.put(
                    "lease",
                    Map.of(
                        "heartbeat",
                        lease.heartbeat().getSeconds(),
                        "grace",
                        lease.grace().getSeconds())));
    if (!conditions.clock().equals(ClockPolicy.DEFAULT)) {
      brig.put(
          "clock",
          Map.of(
              "back",
              conditions.clock().back().getSeconds(),
              "memory",
              conditions.clock().memoryRequired() ? "required" : "any"));
    }
    conditions
        .machine()
        .ifPresent(
            machine ->
                brig.put(
                    "machine", Map.of("match", machine.match().id(), "traits", machine.traits())));
  }

  static void put(Delegate delegate, Map<String, Object> brig) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("jkt", delegate.signer().thumbprint());
    if (delegate.mayDelegate()) {
      member.put("delegates", 1);
    }
    delegate.seats().ifPresent(seats -> member.put("seats", seats));
    brig.put("delegate", member);
  }

  private static BrigandineException refuse(String message) {
    return new BrigandineException(ErrorCode.TAMPERED, message);
  }
}
