package dev.brigandine.cli;

import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Delegate;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.License;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a licence asks beyond bundle, device, time and runs, as it is shown. */
final class ShownConditions {
  private ShownConditions() {}

  /** For a program: seconds, as in the licence; what asks nothing is left out. */
  static void put(License licence, Map<String, Object> members) {
    Conditions asked = licence.conditions();
    asked.entitlement().ifPresent(id -> members.put("entitlement", id));
    if (!asked.features().isEmpty()) {
      members.put("features", asked.features());
    }
    asked
        .rate()
        .ifPresent(
            rate ->
                members.put("rate", pair("runs", rate.runs(), "seconds", rate.per().getSeconds())));
    if (asked.isolation() != Isolation.IN_PROCESS) {
      members.put("isolation", asked.isolation().id());
    }
    asked.minimumVersion().ifPresent(version -> members.put("minimum", version));
    asked
        .lease()
        .ifPresent(
            lease ->
                members.put(
                    "lease",
                    pair(
                        "heartbeat",
                        lease.heartbeat().getSeconds(),
                        "grace",
                        lease.grace().getSeconds())));
    if (!asked.clock().equals(ClockPolicy.DEFAULT)) {
      members.put(
          "clock",
          pair(
              "back",
              asked.clock().back().getSeconds(),
              "memory",
              asked.clock().memoryRequired() ? "required" : "any"));
    }
    asked
        .machine()
        .ifPresent(
            machine ->
                members.put(
                    "machine",
                    pair("match", machine.match().id(), "traits", machine.traits().keySet())));
    licence.delegate().ifPresent(delegate -> members.put("delegate", delegate(delegate)));
    if (licence.parent().isPresent()) {
      members.put("vendor", licence.vendor().thumbprint());
    }
  }

  private static Map<String, Object> delegate(Delegate delegate) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("signer", delegate.signer().thumbprint());
    member.put("relays", delegate.mayDelegate());
    delegate.seats().ifPresent(seats -> member.put("seats", seats));
    return member;
  }

  private static Map<String, Object> pair(String first, Object one, String second, Object other) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put(first, one);
    pair.put(second, other);
    return pair;
  }

  /** For a person. */
  static void rows(License licence, Columns columns) {
    Conditions asked = licence.conditions();
    asked.entitlement().ifPresent(id -> columns.row("entitlement", id));
    if (!asked.features().isEmpty()) {
      columns.row("features", String.join(", ", asked.features()));
    }
    asked
        .rate()
        .ifPresent(
            rate ->
                columns.row("rate", rate.runs() + " in " + rate.per().getSeconds() + " seconds"));
    if (asked.isolation() != Isolation.IN_PROCESS) {
      columns.row("opens in", "a vault only");
    }
    asked
        .minimumVersion()
        .ifPresent(version -> columns.row("lowest version", Long.toString(version)));
    asked
        .lease()
        .ifPresent(
            lease ->
                columns.row(
                    "floating",
                    "renewed every "
                        + lease.heartbeat().getSeconds()
                        + " seconds, grace "
                        + lease.grace().getSeconds()
                        + " seconds"));
    if (!asked.clock().equals(ClockPolicy.DEFAULT)) {
      columns.row(
          "clock",
          "may run back "
              + asked.clock().back().getSeconds()
              + " seconds"
              + (asked.clock().memoryRequired() ? ", memory required" : ""));
    }
    asked
        .machine()
        .ifPresent(
            machine ->
                columns.row(
                    "machine",
                    machine.match().id() + " of " + String.join(", ", machine.traits().keySet())));
    licence
        .delegate()
        .ifPresent(
            delegate ->
                columns.row(
                    "lends its right",
                    "to "
                        + delegate.signer().thumbprint()
                        + (delegate.mayDelegate() ? ", and to relays of its own" : "")
                        + (delegate.seats().isPresent()
                            ? ", " + delegate.seats().getAsLong() + " seats"
                            : "")));
    if (licence.parent().isPresent()) {
      columns.row("by the right of", licence.vendor().thumbprint());
    }
  }
}
