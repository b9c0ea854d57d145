package dev.brigandine.licenseserver.http;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.brigandine.licenseserver.service.StubServices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Staff by token and one device by proofs, against a server on loopback. */
final class ApiClient {
  static final String DEVICE = "g".repeat(43);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port;
  private final ECKey key;

  ApiClient(int port) throws JOSEException {
    this.port = port;
    this.key = new ECKeyGenerator(Curve.P_256).generate();
  }

  String signer() throws JOSEException {
    return key.computeThumbprint().toString();
  }

  HttpResponse<String> send(String method, String path, String token, String type, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.ofString(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String token, String json) throws Exception {
    return send("POST", path, token, Api.JSON, json);
  }

  HttpResponse<String> get(String path, String token) throws Exception {
    return send("GET", path, token, null, "");
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  String nonce() throws Exception {
    return json(post("/v1/challenges", null, "")).get("nonce").getAsString();
  }

  String proof(String op, String nonce, String audience, Map<String, Object> brig)
      throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(new JOSEObjectType("brig-proof+jwt"))
            .jwk(key.toPublicJWK())
            .keyID(signer())
            .build();
    String jti = dev.brigandine.license.Proof.newId(new java.security.SecureRandom());
    Map<String, Object> claims =
        Map.of(
            "op", op, "nonce", nonce, "jti", jti, "aud", audience, "device", DEVICE, "brig", brig);
    JWSObject jws = new JWSObject(header, new Payload(new Gson().toJson(claims)));
    jws.sign(new ECDSASigner(key));
    return jws.serialize();
  }

  HttpResponse<String> ask(String path, String op, Map<String, Object> brig) throws Exception {
    return send("POST", path, null, Api.JOSE, proof(op, nonce(), StubServices.ISSUER, brig));
  }
}
