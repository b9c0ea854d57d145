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
      EmbeddingRequest request =
          EmbeddingRequest.read(new JsonCursor(body.bytes(), 0, body.length()), this::embedder);
      ServedModel model = models.find(request.model(), OptionalLong.empty());
      Embedder embedder = embedder(request.model());
      Embedder.Vectors vectors = embedder.embed(model, request.inputs(), arena::allocate, run);
      ended = true;
      check(request, vectors.vectors().get(0).length);
      Replies.json(context, 200, answer(request, vectors));
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

  private static JsonOut answer(EmbeddingRequest request, Embedder.Vectors vectors) {
    JsonOut out = JsonOut.open().raw("{\"object\":\"list\",\"data\":[");
    List<float[]> all = vectors.vectors();
    for (int i = 0; i < all.size(); i++) {
      out.raw(i == 0 ? "" : ",").raw("{\"object\":\"embedding\",\"index\":").integer(i);
      out.raw(",\"embedding\":");
      if (request.base64()) {
        out.raw('"').raw(base64(all.get(i))).raw('"');
      } else {
        numbers(out, all.get(i));
      }
      out.raw('}');
    }
    out.raw("],\"model\":").string(request.model());
    out.raw(",\"usage\":{\"prompt_tokens\":").integer(vectors.tokens());
    return out.raw(",\"total_tokens\":").integer(vectors.tokens()).raw("}}");
  }

  private static void numbers(JsonOut out, float[] vector) {
    out.raw('[');
    for (int i = 0; i < vector.length; i++) {
      if (i > 0) {
        out.raw(',');
      }
      out.number(vector[i]);
    }
    out.raw(']');
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
    JsonOut out = JsonOut.open().raw("{\"object\":\"list\",\"data\":[");
    boolean first = true;
    for (String model : embedders.keySet()) {
      describe(out.raw(first ? "" : ","), model);
      first = false;
    }
    Replies.json(context, 200, out.raw("]}"));
  }

  private void one(Context context) throws IOException {
    String model = context.pathParam("model");
    embedder(model);
    Replies.json(context, 200, describe(JsonOut.open(), model));
  }

  private static JsonOut describe(JsonOut out, String model) {
    // OpenAI's clients want a time of creation; there is none to tell.
    return out.raw("{\"id\":")
        .string(model)
        .raw(",\"object\":\"model\",\"created\":0,\"owned_by\":\"brigandine\"}");
  }
}
