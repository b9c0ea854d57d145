package dev.brigandine.vault.embed;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A WordPiece tokenizer out of Hugging Face's {@code tokenizer.json} (model {@code WordPiece},
 * {@code BertNormalizer}, {@code BertPreTokenizer}, one special token before and one behind), or a
 * {@code vocab.txt} of one token a line. All else is refused, since a tokenizer that is almost
 * right gives vectors that are almost right.
 */
public final class TokenizerFile {
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_TOKENS = 2_000_000;
  private static final int BERT_WORD = 100;

  private final String name;

  private TokenizerFile(String name) {
    this.name = name;
  }

  /**
   * Reads it whole.
   *
   * @throws BrigandineException ({@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE})
   */
  public static WordPiece read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new TokenizerFile(file.toString()).unfit("is over 64 MiB");
      }
      return parse(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, "the tokenizer " + file + " cannot be read", null, e);
    }
  }

  /** A text that begins with a brace is JSON, else it is a list of tokens. */
  static WordPiece parse(byte[] bytes, String name) {
    TokenizerFile file = new TokenizerFile(name);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw file.unfit("is no UTF-8 text");
    }
    return text.stripLeading().startsWith("{") ? file.json(text) : file.list(text);
  }

  private WordPiece list(String text) {
    Map<String, Integer> vocabulary = new HashMap<>();
    boolean cased = false;
    int id = 0;
    for (String line : text.split("\n", -1)) {
      String token = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (token.isEmpty()) {
        id++;
        continue;
      }
      if (vocabulary.put(token, id++) != null) {
        throw unfit("has a token twice, in line " + id);
      }
      boolean special = token.startsWith("[") && token.endsWith("]");
      cased |= !special && token.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
      if (vocabulary.size() > MOST_TOKENS) {
        throw unfit("has more than " + MOST_TOKENS + " tokens");
      }
    }
    // The list does not say it, but a list without capitals is one for lower case.
    BertText rules = new BertText(true, true, !cased, !cased);
    return new WordPiece(
        vocabulary, rules, "##", BERT_WORD, specials(vocabulary, "[UNK]", "[CLS]", "[SEP]"));
  }

  private WordPiece json(String text) {
    JsonObject root = object(text);
    JsonObject model = object(root, "model");
    String type = text(model, "type", "an unnamed type");
    if (!type.equals("WordPiece")) {
      throw unfit("is of type " + type + "; WordPiece alone is read here");
    }
    Map<String, Integer> vocabulary = vocabulary(object(model, "vocab"));
    if (has(root, "normalizer")) {
      type(root, "normalizer", "BertNormalizer");
    } else {
      throw unfit("has no normalizer; BertNormalizer alone is read here");
    }
    type(root, "pre_tokenizer", "BertPreTokenizer");
    JsonObject normalizer = object(root, "normalizer");
    boolean lower = flag(normalizer, "lowercase", true);
    BertText rules =
        new BertText(
            flag(normalizer, "clean_text", true),
            flag(normalizer, "handle_chinese_chars", true),
            flag(normalizer, "strip_accents", lower),
            lower);
    String[] ends = ends(object(root, "post_processor"));
    return new WordPiece(
        vocabulary,
        rules,
        text(model, "continuing_subword_prefix", "##"),
        number(model, "max_input_chars_per_word", BERT_WORD),
        specials(vocabulary, text(model, "unk_token", "[UNK]"), ends[0], ends[1]));
  }

  /** The tokens before and behind a text. */
  private String[] ends(JsonObject processor) {
    String type = text(processor, "type", "an unnamed type");
    if (type.equals("BertProcessing")) {
      return new String[] {word(array(processor, "cls"), 0), word(array(processor, "sep"), 0)};
    }
    if (!type.equals("TemplateProcessing")) {
      throw unfit("puts special tokens by " + type + ", which is not read here");
    }
    JsonArray parts = array(processor, "single");
    if (parts.size() != 3
        || !part(parts, 0).has("SpecialToken")
        || !part(parts, 1).has("Sequence")
        || !part(parts, 2).has("SpecialToken")) {
      throw unfit("puts special tokens otherwise than one before a text and one behind");
    }
    return new String[] {
      text(object(part(parts, 0), "SpecialToken"), "id", ""),
      text(object(part(parts, 2), "SpecialToken"), "id", "")
    };
  }

  private Map<String, Integer> vocabulary(JsonObject vocab) {
    if (vocab.size() > MOST_TOKENS) {
      throw unfit("has more than " + MOST_TOKENS + " tokens");
    }
    Map<String, Integer> vocabulary = new HashMap<>();
    for (String token : vocab.keySet()) {
      int id = number(vocab, token, -1);
      if (id > 2 * MOST_TOKENS) {
        throw unfit("has a token's id beyond " + 2 * MOST_TOKENS);
      }
      vocabulary.put(token, id);
    }
    return vocabulary;
  }

  private WordPiece.Specials specials(
      Map<String, Integer> vocabulary, String unknown, String first, String last) {
    return new WordPiece.Specials(
        special(vocabulary, unknown),
        special(vocabulary, first),
        special(vocabulary, last),
        vocabulary.getOrDefault("[PAD]", 0));
  }

  private int special(Map<String, Integer> vocabulary, String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw unfit("lacks one of its special tokens, such as [UNK], [CLS] or [SEP]");
    }
    return id;
  }

  private JsonObject object(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement all = new Gson().getAdapter(JsonElement.class).read(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT && all.isJsonObject()) {
        return all.getAsJsonObject();
      }
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      throw unfit("is no JSON");
    }
    throw unfit("is no JSON object");
  }

  private void type(JsonObject root, String member, String wanted) {
    String type = text(object(root, member), "type", "an unnamed type");
    if (!type.equals(wanted)) {
      throw unfit("has the " + member + " " + type + "; " + wanted + " alone is read here");
    }
  }

  private static boolean has(JsonObject object, String member) {
    return object.has(member) && !object.get(member).isJsonNull();
  }

  private JsonObject object(JsonObject parent, String member) {
    if (has(parent, member) && parent.get(member).isJsonObject()) {
      return parent.getAsJsonObject(member);
    }
    throw unfit("has no object '" + member + "'");
  }

  private JsonArray array(JsonObject parent, String member) {
    if (has(parent, member) && parent.get(member).isJsonArray()) {
      return parent.getAsJsonArray(member);
    }
    throw unfit("has no array '" + member + "'");
  }

  private JsonObject part(JsonArray parts, int index) {
    if (parts.get(index).isJsonObject()) {
      return parts.get(index).getAsJsonObject();
    }
    throw unfit("has an odd post_processor");
  }

  private String word(JsonArray array, int index) {
    if (index < array.size() && isText(array.get(index))) {
      return array.get(index).getAsString();
    }
    throw unfit("has an odd post_processor");
  }

  private static boolean isText(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
  }

  private String text(JsonObject object, String member, String otherwise) {
    if (!has(object, member)) {
      return otherwise;
    }
    if (isText(object.get(member))) {
      return object.get(member).getAsString();
    }
    throw unfit("has something else than text as '" + member + "'");
  }

  private boolean flag(JsonObject object, String member, boolean otherwise) {
    if (!has(object, member)) {
      return otherwise;
    }
    JsonElement value = object.get(member);
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
      return value.getAsBoolean();
    }
    throw unfit("has something else than true or false as '" + member + "'");
  }

  private int number(JsonObject object, String member, int otherwise) {
    if (!has(object, member) && otherwise >= 0) {
      return otherwise;
    }
    JsonElement value = object.get(member);
    if (value.isJsonPrimitive() && value.getAsString().matches("[0-9]{1,9}")) {
      return Integer.parseInt(value.getAsString());
    }
    throw unfit("has something else than a number where one belongs");
  }

  private BrigandineException unfit(String what) {
    return new BrigandineException(
        ErrorCode.USAGE,
        "the tokenizer " + name + " " + what,
        "give the tokenizer.json or vocab.txt of a BERT model, or none and send token ids");
  }
}
