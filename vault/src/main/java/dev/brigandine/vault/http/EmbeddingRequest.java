package dev.brigandine.vault.http;

import dev.brigandine.vault.embed.BadParameterException;
import dev.brigandine.vault.embed.Embedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What {@code POST /v1/embeddings} asks for, in <a
 * href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI's shape</a>: a
 * text, several, token ids, or several lists of them. Members that are not known are passed over.
 *
 * @param inputs token ids, in the order asked for
 * @param base64 whether vectors go out as base64 of little-endian floats
 * @param dimensions that the vectors must have
 */
record EmbeddingRequest(String model, List<int[]> inputs, boolean base64, OptionalInt dimensions) {
  /** As OpenAI take. */
  static final int MOST_INPUTS = 2_048;

  static final int MOST_TOKENS = 300_000;
  static final int LONGEST_TEXT = 1_000_000;

  /**
   * @param embedders tells who makes tokens for a model, or throws
   */
  static EmbeddingRequest read(JsonCursor json, Function<String, Embedder> embedders) {
    String model = null;
    int input = -1;
    String format = null;
    OptionalInt dimensions = OptionalInt.empty();
    json.beginObject();
    String member = json.member(true);
    while (member != null) {
      switch (member) {
        case "model" -> {
          once(member, model != null);
          model = json.string();
        }
        case "input" -> {
          once(member, input >= 0);
          input = json.position();
          json.skip();
        }
        case "encoding_format" -> {
          once(member, format != null);
          format = json.string();
        }
        case "dimensions" -> {
          once(member, dimensions.isPresent());
          dimensions = OptionalInt.of((int) json.integer(1, 1_000_000));
        }
        default -> json.skip();
      }
      member = json.member(false);
    }
    json.finish();
    if (model == null) {
      throw new BadParameterException("model", "the request has no 'model'");
    }
    Embedder embedder = embedders.apply(model);
    if (input < 0) {
      throw new BadParameterException("input", "the request has no 'input'");
    }
    if (format != null && !format.equals("float") && !format.equals("base64")) {
      throw new BadParameterException("encoding_format", "encoding_format is float or base64");
    }
    json.moveTo(input);
    return new EmbeddingRequest(
        model, new Inputs(json, embedder).read(), "base64".equals(format), dimensions);
  }

  private static void once(String member, boolean again) {
    if (again) {
      throw new BadParameterException(member, "the request has '" + member + "' twice");
    }
  }

  /** The four shapes of {@code input}. */
  private static final class Inputs {
    private final JsonCursor json;
    private final Embedder embedder;
    private final List<int[]> inputs = new ArrayList<>();
    private long tokens;

    Inputs(JsonCursor json, Embedder embedder) {
      this.json = json;
      this.embedder = embedder;
    }

    List<int[]> read() {
      if (json.peek() == '"') {
        text();
        return inputs;
      }
      if (json.peek() != '[') {
        throw wrong();
      }
      json.beginArray();
      boolean ids = isNumber(json.peek());
      if (ids) {
        add(embedder.tokens(ids()));
        return inputs;
      }
      boolean texts = json.peek() == '"';
      while (json.element(inputs.isEmpty())) {
        if (texts && json.peek() == '"') {
          text();
        } else if (!texts && json.peek() == '[') {
          json.beginArray();
          add(embedder.tokens(ids()));
        } else {
          throw wrong();
        }
      }
      if (inputs.isEmpty()) {
        throw new BadParameterException("input", "the input is an empty array");
      }
      return inputs;
    }

    private void text() {
      String text = json.string();
      if (text.isEmpty()) {
        throw new BadParameterException("input", "an input is an empty string");
      }
      if (text.length() > LONGEST_TEXT) {
        throw new BadParameterException(
            "input", "an input has more than " + LONGEST_TEXT + " characters");
      }
      add(embedder.tokens(text));
    }

    private int[] ids() {
      int[] ids = new int[16];
      int size = 0;
      while (json.element(size == 0)) {
        if (!isNumber(json.peek())) {
          throw wrong();
        }
        if (size == MOST_TOKENS) {
          throw tooMany();
        }
        if (size == ids.length) {
          ids = Arrays.copyOf(ids, size * 2);
        }
        long id = json.integer();
        // What does not fit an int is in no vocabulary.
        ids[size++] = id < 0 || id > Integer.MAX_VALUE ? -1 : (int) id;
      }
      return Arrays.copyOf(ids, size);
    }

    private void add(int[] ids) {
      if (inputs.size() == MOST_INPUTS) {
        throw new BadParameterException("input", "there are more than " + MOST_INPUTS + " inputs");
      }
      tokens += ids.length;
      if (tokens > MOST_TOKENS) {
        throw tooMany();
      }
      inputs.add(ids);
    }

    private static boolean isNumber(int c) {
      return c == '-' || c >= '0' && c <= '9';
    }

    private static BadParameterException tooMany() {
      return new BadParameterException(
          "input", "the inputs have more than " + MOST_TOKENS + " tokens");
    }

    private static BadParameterException wrong() {
      return new BadParameterException(
          "input", "the input is neither text, nor token ids, nor an array of one of them");
    }
  }
}
