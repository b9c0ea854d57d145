package dev.brigandine.vault.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.model.Models;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A front on loopback, and callers of it. */
final class Served implements AutoCloseable {
  static final long MOST = 1 << 20;

  final HttpFront front;
  final HttpClient client = HttpClient.newHttpClient();

  private Served(HttpFront front) {
    this.front = front;
  }

  static Served start(Models models) {
    return start(models, Map.of());
  }

  static Served start(Models models, Map<String, ModelConfig.Embeddings> embeddings) {
    return start(config(Duration.ofSeconds(30)), models, embeddings, null);
  }

  static Served start(
      NetConfig config,
      Models models,
      Map<String, ModelConfig.Embeddings> embeddings,
      Bounds bounds) {
    return new Served(
        HttpFront.start(config, models, embeddings, bounds == null ? Bounds.of(config) : bounds));
  }

  /** Loopback, any port, bodies of a megabyte. */
  static NetConfig config(Duration bodyTimeout) {
    return new NetConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), MOST, bodyTimeout);
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  /** JSON before binary data. */
  HttpResponse<byte[]> post(String path, String json, byte[]... binary) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    body.writeBytes(text);
    for (byte[] each : binary) {
      body.writeBytes(each);
    }
    return client.send(
        request(path)
            .header("Inference-Header-Content-Length", Integer.toString(text.length))
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        BodyHandlers.ofByteArray());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(front.address() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** A connection without a library that would keep a caller from sending what he likes. */
  Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", front.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Sends bytes as they are; gives all that comes until the connection closes. */
  String raw(String text) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** The answer is out before the request is over: waits until all that it took is given back. */
  void awaitRest() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (front.memoryUsed() != 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(front.memoryUsed()).as("memory given back").isZero();
  }

  @Override
  public void close() {
    front.close();
  }
}
