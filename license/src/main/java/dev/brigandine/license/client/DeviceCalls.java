package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Proof;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signed requests of one device to one server: challenges, proofs, and one more try if stale. */
final class DeviceCalls {
  private static final int MAX_ANSWER = 64 * 1024;

  /** A licence answer carries the revocation list too. */
  private static final int MAX_ACTIVATION = 3 << 20;

  private static final int MAX_LIST = 2 << 20;

  /** A challenge is good for five minutes; an older one would only cost a round trip. */
  private static final long NONCE_NANOS = 240_000_000_000L;

  private final Http http;
  private final DeviceKey key;
  private final SecureRandom random;
  private final Clocks clocks;
  private String nonce;
  private long nonceSince;
  private SignerId server;

  DeviceCalls(Http http, DeviceKey key, SecureRandom random, Clocks clocks) {
    this.http = http;
    this.key = key;
    this.random = random;
    this.clocks = clocks;
  }

  /** A server's answer to a proof, the proof's id, and when it was sent. */
  record Proven(JsonObject json, String proof, long sentNanos, long sentMillis) {}

  /** A revocation list and its tag; the list is null if nothing changed. */
  record Listed(String jwt, String tag) {}

  /** What to ask with: made anew for each try, since a number may not be used twice. */
  interface Arguments {
    Map<String, Object> make();
  }

  /** Whose server it says it is; asked if need be. */
  SignerId server() throws ServerAwayException {
    if (server == null) {
      challenge();
    }
    return server;
  }

  /** Issues or finds this device's licence. */
  JsonObject activate(ClientOptions options, String bundle) throws ServerAwayException {
    Map<String, Object> brig = new LinkedHashMap<>();
    brig.put("entitlement", options.entitlement());
    brig.put("bundle", bundle);
    brig.put("keys", map(key.publicKey().toJson()));
    brig.put("name", options.deviceName());
    Map<String, List<String>> traits = options.traits();
    if (traits.isEmpty() && key.token().isEmpty()) {
      traits = Fingerprint.of(Machine.here(), key.thumbprint()).hashes();
    }
    if (!traits.isEmpty()) {
      brig.put("traits", traits);
    }
    return ask("/v1/activations", "activate", () -> brig, MAX_ACTIVATION).json();
  }

  Proven ask(String path, String op, Arguments arguments) throws ServerAwayException {
    return ask(path, op, arguments, MAX_ANSWER);
  }

  private Proven ask(String path, String op, Arguments arguments, int max)
      throws ServerAwayException {
    for (int attempt = 0; ; attempt++) {
      if (nonce == null || clocks.nanos() - nonceSince > NONCE_NANOS || server == null) {
        challenge();
      }
      String id = Proof.newId(random);
      String proof =
          Proof.sign(key.signing(), op, nonce, id, server, key.thumbprint(), arguments.make());
      long sentNanos = clocks.nanos();
      long sentMillis = clocks.millis();
      Answer answer = http.post(path, proof, max);
      nonce = answer.nonce();
      nonceSince = clocks.nanos();
      if (answer.status() == 204) {
        return new Proven(null, id, sentNanos, sentMillis);
      }
      if (answer.status() == 200 || answer.status() == 201) {
        return new Proven(json(answer), id, sentNanos, sentMillis);
      }
      RefusedException refused = Problems.refuse(answer);
      if (refused.is("bad-proof")) {
        // It may be another server by now; the next request asks who it is.
        server = null;
      }
      boolean again = refused.is("stale-nonce") || refused.is("replayed");
      if (!again || attempt == 1) {
        throw refused;
      }
    }
  }

  /** The server's list; {@code tag} is of the one known already, or null. */
  Listed revocations(String tag) throws ServerAwayException {
    Answer answer = http.get("/v1/revocations", tag, MAX_LIST);
    if (answer.status() == 304) {
      return new Listed(null, tag);
    }
    if (answer.status() != 200) {
      throw Problems.refuse(answer);
    }
    if (!answer.type().equals("application/jose")) {
      throw noLicenseServer(answer);
    }
    String jwt = new String(answer.body(), StandardCharsets.ISO_8859_1);
    String next = answer.tag();
    return new Listed(jwt, next != null && next.matches("[!-~]{1,128}") ? next : null);
  }

  private void challenge() throws ServerAwayException {
    Answer answer = http.post("/v1/challenges", null, MAX_ANSWER);
    if (answer.status() != 200 && answer.status() != 201) {
      throw Problems.refuse(answer);
    }
    JsonObject json = json(answer);
    nonce = json.label("nonce", 256);
    nonceSince = clocks.nanos();
    server = new SignerId(json.thumbprint("issuer"));
  }

  private static JsonObject json(Answer answer) throws ServerAwayException {
    if (!answer.type().equals("application/json")) {
      throw noLicenseServer(answer);
    }
    return Json.parseObject(answer.body(), "the licence server's answer");
  }

  private static ServerAwayException noLicenseServer(Answer answer) {
    return new ServerAwayException(
        "what answers with status " + answer.status() + " is no licence server",
        "check the address; a proxy or portal may stand between",
        -1,
        null);
  }

  /** The key set as the proof's writer takes it. */
  private static Map<String, Object> map(String json) {
    return map(Json.parseObject(json.getBytes(StandardCharsets.UTF_8), "the device's public key"));
  }

  private static Map<String, Object> map(JsonObject object) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : object.names()) {
      map.put(name, name.equals("keys") ? list(object.array(name)) : object.string(name));
    }
    return map;
  }

  private static List<Object> list(List<?> array) {
    List<Object> list = new ArrayList<>();
    for (Object element : array) {
      if (!(element instanceof JsonObject object)) {
        throw new BrigandineException(ErrorCode.INTERNAL, "the device's public key is no key set");
      }
      list.add(map(object));
    }
    return list;
  }
}
