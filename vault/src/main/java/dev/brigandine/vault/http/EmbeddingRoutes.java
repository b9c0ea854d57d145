package dev.brigandine.vault.http;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.embed.BadParameterException;
import dev.brigandine.vault.embed.Embedder;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.ServedModel;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/embeddings} and {@code /v1/models} in OpenAI's shape. */
final class EmbeddingRoutes {
  private final Models models;
  private volatile Map<String, Embedder> embedders;
  private final Memory memory;
  private final Runs runs;

  /**
   * @throws dev.brigandine.bundle.BrigandineException if a tokenizer is off, or a model makes no
   *     vectors of tokens
   */
  EmbeddingRoutes(
      Models models, Map<String, ModelConfig.Embeddings> embeddings, Memory memory, Runs runs) {
    this.models = models;
    this.embedders = open(embeddings);
    this.memory = memory;
    this.runs = runs;
  }

  private Map<String, Embedder> open(Map<String, ModelConfig.Embeddings> embeddings) {
    Map<String, Embedder> opened = new TreeMap<>();
    embeddings.forEach(
        (name, its) -> {
          Embedder embedder = Embedder.open(its);
          // One that is not open yet, or no more, is looked at when it is asked for.
          if (!models.versions(name).isEmpty()) {
            embedder.check(models.find(name, OptionalLong.empty()));
          }
          opened.put(name, embedder);
        });
    return opened;
  }

  /** Takes these instead; on an exception all stays as it was. */
  void reload(Map<String, ModelConfig.Embeddings> embeddings) {
    embedders = open(embeddings);
  }

  void addTo(Routes routes) {
    routes.post("/v1/embeddings", this::embeddings);
    routes.get("/v1/models", this::list);
    routes.get("/v1/models/{model}", this::one);
  }

  private Embedder embedder(String model) {
    Embedder embedder = embedders.get(model);
    if (embedder == null) {
      throw new BadParameterException(
          ErrorCode.MODEL_UNKNOWN, "model", "there is no embedding model " + Bad.shown(model));
    }
    return embedder;
  }

  private void embeddings(Context context) throws IOException {
    Body body = Body.of(context.req().getAttribute(Body.ATTRIBUTE));
    Cancellation run = body.gone();
    runs.begin(run);
    Memory.Arena arena = memory.arena();
    boolean ended = false;
    try {
      arena.reserve(JsonText.heap(body.length()));
      EmbeddingRequest request =
          JsonText.read(
              body.bytes(), body.length(), json -> EmbeddingRequest.read(json, this::embedder));
      ServedModel model = models.find(request.model(), OptionalLong.empty());
      Embedder embedder = embedder(request.model());
      Embedder.Vectors vectors = embedder.embed(model, request.inputs(), arena::allocate, run);
      ended = true;
      check(request, vectors.vectors().get(0).length);
      Replies.json(context, 200, json -> answer(json, request, vectors));
    } finally {
      if (!ended) {
        arena.drop();
      }
      arena.close();
      runs.end(run);
    }
  }

  private static void check(EmbeddingRequest request, int size) {
    if (request.dimensions().isPresent() && request.dimensions().getAsInt() != size) {
      throw new BadParameterException(
          "dimensions", "the model's vectors have " + size + " dimensions and no other number");
    }
  }

  private static void answer(
      JsonGenerator json, EmbeddingRequest request, Embedder.Vectors vectors) {
    json.writeStartObject();
    json.writeStringProperty("object", "list");
    json.writeArrayPropertyStart("data");
    List<float[]> all = vectors.vectors();
    for (int i = 0; i < all.size(); i++) {
      json.writeStartObject();
      json.writeStringProperty("object", "embedding");
      json.writeNumberProperty("index", i);
      if (request.base64()) {
        json.writeStringProperty("embedding", base64(all.get(i)));
      } else {
        json.writeArrayPropertyStart("embedding");
        for (float value : all.get(i)) {
          json.writeNumber(value);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("model", request.model());
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("prompt_tokens", vectors.tokens());
    json.writeNumberProperty("total_tokens", vectors.tokens());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : vector) {
      bytes.putFloat(value);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private void list(Context context) throws IOException {
    Replies.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("object", "list");
          json.writeArrayPropertyStart("data");
          embedders.keySet().forEach(model -> describe(json, model));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void one(Context context) throws IOException {
    String model = context.pathParam("model");
    embedder(model);
    Replies.json(context, 200, json -> describe(json, model));
  }

  private static void describe(JsonGenerator json, String model) {
    json.writeStartObject();
    json.writeStringProperty("id", model);
    json.writeStringProperty("object", "model");
    // OpenAI's clients want a time of creation; there is none to tell.
    json.writeNumberProperty("created", 0);
    json.writeStringProperty("owned_by", "brigandine");
    json.writeEndObject();
  }
}
