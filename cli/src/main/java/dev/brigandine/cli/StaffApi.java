package dev.brigandine.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a licence server is and who asks it: the vendor's commands that work on one. */
final class StaffApi {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_ANSWER = 4 << 20;
  private static final int MAX_TOKEN = 256;

  @Option(
      names = "--server",
      required = true,
      paramLabel = "URI",
      description = "The licence server: https://licenses.example.")
  URI server;

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "FILE",
      description = "The first line is a token that the server gave to staff.")
  Path tokenFile;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Answers with the object that the server answers. */
  JsonObject get(String path) throws IOException {
    return send(request(path).GET().build());
  }

  /** Answers with the object that the server answers. */
  JsonObject post(String path, Map<String, Object> body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(new Gson().toJson(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    boolean loopback = server.getHost() != null && server.getHost().matches("127\\..*|localhost");
    if (!"https".equals(server.getScheme()) && !("http".equals(server.getScheme()) && loopback)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a token is sent over https only, and " + server + " is not",
          "use https, or http on this machine: http://127.0.0.1:8480");
    }
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(PATIENCE)
        .header("Accept", "application/json, application/problem+json")
        .header("Authorization", "Bearer " + token());
  }

  private String token() throws IOException {
    try (InputStream in = Files.newInputStream(tokenFile)) {
      String text = new String(in.readNBytes(MAX_TOKEN), StandardCharsets.US_ASCII);
      String line = text.lines().findFirst().orElse("").strip();
      if (!line.matches("[A-Za-z0-9_.~+/=-]{16,}")) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "the first line of " + tokenFile + " is not a token",
            "brigandine license-server token makes one");
      }
      return line;
    }
  }

  private JsonObject send(HttpRequest request) throws IOException {
    int status;
    byte[] bytes;
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      status = answer.statusCode();
      try (InputStream in = answer.body()) {
        bytes = in.readNBytes(MAX_ANSWER);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.SERVER_UNREACHABLE,
          "the licence server " + server + " does not answer",
          "check its address, and that it runs",
          e);
    }
    JsonObject object = parse(bytes);
    if (status / 100 != 2) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the licence server refuses: " + text(object, "detail", "status " + status),
          text(object, "hint", "brigandine license-server token makes tokens with more rights"));
    }
    return object;
  }

  private JsonObject parse(byte[] bytes) {
    try {
      JsonElement element = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      // told below
    }
    throw new BrigandineException(
        ErrorCode.IO, server + " does not answer as a licence server does", "check its address");
  }

  /** A line break or escape in the answer must not reach the terminal. */
  private static String text(JsonObject object, String member, String otherwise) {
    JsonElement value = object.get(member);
    return value == null || !value.isJsonPrimitive()
        ? otherwise
        : value.getAsString().replaceAll("\\p{Cntrl}", " ");
  }
}
