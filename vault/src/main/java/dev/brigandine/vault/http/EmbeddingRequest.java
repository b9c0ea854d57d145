package dev.brigandine.vault.http;

import dev.brigandine.vault.embed.BadParameterException;
import dev.brigandine.vault.embed.Embedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.core.JsonToken;

/**
 * What {@code POST /v1/embeddings} asks for, in OpenAI's shape: a text, several, token ids, or
 * several lists of them. Members that are not known are passed over.
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
  static EmbeddingRequest read(JsonText json, Function<String, Embedder> embedders) {
    String model = null;
    int input = -1;
    String format = null;
    OptionalInt dimensions = OptionalInt.empty();
    json.beginObject();
    String member = json.member();
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
      member = json.member();
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
    List<int[]> inputs = json.again(input, at -> new Inputs(at, embedder).read());
    return new EmbeddingRequest(model, inputs, "base64".equals(format), dimensions);
  }

  private static void once(String member, boolean again) {
    if (again) {
      throw new BadParameterException(member, "the request has '" + member + "' twice");
    }
  }

  /** The four shapes of {@code input}. */
  private static final class Inputs {
    private final JsonText json;
    private final Embedder embedder;
    private final List<int[]> inputs = new ArrayList<>();
    private long tokens;

    Inputs(JsonText json, Embedder embedder) {
      this.json = json;
      this.embedder = embedder;
    }

    List<int[]> read() {
      if (json.token() == JsonToken.VALUE_STRING) {
        text();
        return inputs;
      }
      if (json.token() != JsonToken.START_ARRAY) {
        throw wrong();
      }
      boolean more = json.element();
      if (!more) {
        throw new BadParameterException("input", "the input is an empty array");
      }
      JsonToken kind = json.token();
      if (kind.isNumeric()) {
        add(embedder.tokens(ids(true)));
        return inputs;
      }
      for (; more; more = json.element()) {
        if (json.token() != kind) {
          throw wrong();
        }
        switch (kind) {
          case VALUE_STRING -> text();
          case START_ARRAY -> add(embedder.tokens(ids(json.element())));
          default -> throw wrong();
        }
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

    /** The rest of an array of which it is known whether it has another element. */
    private int[] ids(boolean any) {
      int[] ids = new int[16];
      int size = 0;
      for (boolean more = any; more; more = json.element()) {
        if (!json.token().isNumeric()) {
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
