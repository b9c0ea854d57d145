package dev.brigandine.licenseserver.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.licenseserver.domain.Activation;
import dev.brigandine.licenseserver.domain.AuditEntry;
import dev.brigandine.licenseserver.domain.Customer;
import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Revocation;
import dev.brigandine.licenseserver.domain.StaffToken;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.HistoryPoint;
import dev.brigandine.licenseserver.service.OpenLease;
import dev.brigandine.licenseserver.service.Page;
import dev.brigandine.licenseserver.service.Summary;
import dev.brigandine.licenseserver.service.UsageRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Records as staff see them in JSON. */
final class Shown {
  private Shown() {}

  static JsonObject customer(Customer it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.id());
    json.addProperty("name", it.name());
    json.addProperty("note", it.note());
    json.addProperty("created", it.created().toString());
    return json;
  }

  static JsonObject bundle(RegisteredBundle it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.id());
    json.addProperty("model", it.model());
    it.version().ifPresent(version -> json.addProperty("version", version));
    it.customer().ifPresent(customer -> json.addProperty("customer", customer));
    json.addProperty("delegation", it.delegationId());
    json.addProperty("signer", it.signer());
    json.addProperty("expires", it.expires().toString());
    it.seats().ifPresent(seats -> json.addProperty("seats", seats));
    json.addProperty("registered", it.registered().toString());
    return json;
  }

  static JsonObject license(Entitlement it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.id());
    it.customer().ifPresent(customer -> json.addProperty("customer", customer));
    json.add("bundles", strings(it.bundles()));
    terms(json, it.terms());
    json.addProperty("revision", it.revision());
    revoked(json, it.revoked());
    json.addProperty("created", it.created().toString());
    return json;
  }

  private static void terms(JsonObject json, Terms it) {
    json.addProperty("kind", JsonBody.word(it.kind()));
    json.addProperty("seats", it.seats());
    json.addProperty("maxDevices", it.maxDevices());
    json.addProperty("enrolment", JsonBody.word(it.enrolment()));
    json.addProperty("starts", it.starts().toString());
    json.addProperty("expires", it.expires().toString());
    it.runs().ifPresent(runs -> json.addProperty("runs", runs));
    it.rate()
        .ifPresent(
            rate -> {
              JsonObject inner = new JsonObject();
              inner.addProperty("runs", rate.runs());
              inner.addProperty("seconds", rate.seconds());
              json.add("rate", inner);
            });
    json.add("features", strings(it.features()));
    json.addProperty("isolation", JsonBody.word(it.isolation()));
    it.minimumVersion().ifPresent(version -> json.addProperty("minimumVersion", version));
    json.addProperty("heartbeat", it.heartbeat());
    json.addProperty("grace", it.grace());
    JsonObject clock = new JsonObject();
    clock.addProperty("back", it.clock().back());
    clock.addProperty("memoryRequired", it.clock().memoryRequired());
    json.add("clock", clock);
    it.machine().ifPresent(match -> json.addProperty("machine", JsonBody.word(match)));
  }

  static JsonObject activation(Activation it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.licence());
    json.addProperty("license", it.entitlement());
    json.addProperty("bundle", it.bundle());
    json.addProperty("device", it.device());
    json.addProperty("issued", it.issued().toString());
    json.addProperty("expires", it.expires().toString());
    revoked(json, it.revoked());
    return json;
  }

  static JsonObject device(Device it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.id());
    json.addProperty("name", it.name());
    json.add("keys", JsonParser.parseString(it.keys()));
    revoked(json, it.revoked());
    json.addProperty("created", it.created().toString());
    return json;
  }

  static JsonObject lease(OpenLease it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.id());
    json.addProperty("license", it.entitlement());
    json.addProperty("activation", it.licence());
    json.addProperty("device", it.device());
    json.addProperty("deviceName", it.deviceName());
    json.addProperty("instance", it.instance());
    json.addProperty("seat", it.seat());
    json.addProperty("fence", it.fence());
    json.addProperty("since", it.since().toString());
    json.addProperty("expires", it.expires().toString());
    return json;
  }

  static JsonObject point(HistoryPoint it) {
    JsonObject json = new JsonObject();
    json.addProperty("from", it.from().toString());
    json.addProperty("peak", it.peak());
    json.addProperty("last", it.last());
    return json;
  }

  static JsonObject usage(UsageRow it) {
    JsonObject json = new JsonObject();
    json.addProperty("license", it.entitlement());
    json.addProperty("device", it.device());
    json.addProperty("day", it.day().toString());
    json.addProperty("runs", it.runs());
    return json;
  }

  static JsonObject audit(AuditEntry it) {
    JsonObject json = new JsonObject();
    json.addProperty("n", it.n());
    json.addProperty("at", it.at());
    json.addProperty("who", it.who());
    json.addProperty("action", it.action());
    json.addProperty("target", it.target());
    json.addProperty("detail", it.detail());
    json.addProperty("previous", it.previous());
    json.addProperty("hash", it.hash());
    return json;
  }

  static JsonObject token(StaffToken it) {
    JsonObject json = new JsonObject();
    json.addProperty("id", it.id());
    json.addProperty("label", it.label());
    json.addProperty("role", JsonBody.word(it.role()));
    json.addProperty("created", it.created().toString());
    it.revoked().ifPresent(at -> json.addProperty("revoked", at.toString()));
    return json;
  }

  static JsonObject summary(Summary it) {
    JsonObject json = new JsonObject();
    json.addProperty("customers", it.customers());
    json.addProperty("licenses", it.entitlements());
    json.addProperty("devices", it.devices());
    json.addProperty("seats", it.seats());
    json.addProperty("inUse", it.inUse());
    json.add("expiring", list(it.expiring(), Shown::license));
    json.add("expiringBundles", list(it.expiringBundles(), Shown::bundle));
    return json;
  }

  static <T> JsonObject page(Page<T> page, Function<T, JsonObject> shown) {
    JsonObject json = new JsonObject();
    json.add("items", list(page.items(), shown));
    page.next().ifPresent(next -> json.addProperty("next", next));
    return json;
  }

  static <T> JsonObject items(List<T> items, Function<T, JsonObject> shown) {
    JsonObject json = new JsonObject();
    json.add("items", list(items, shown));
    return json;
  }

  static JsonObject one(String name, String value) {
    JsonObject json = new JsonObject();
    json.addProperty(name, value);
    return json;
  }

  private static <T> JsonArray list(List<T> items, Function<T, ? extends JsonElement> shown) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(shown.apply(item)));
    return array;
  }

  private static JsonArray strings(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static void revoked(JsonObject json, Optional<Revocation> revocation) {
    revocation.ifPresent(
        it -> {
          JsonObject inner = new JsonObject();
          inner.addProperty("reason", it.reason());
          inner.addProperty("by", it.by());
          inner.addProperty("at", it.at().toString());
          json.add("revoked", inner);
        });
  }
}
