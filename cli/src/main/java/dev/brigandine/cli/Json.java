package dev.brigandine.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintStream;
import java.util.Map;

/** One JSON object on one line: what {@code --json} prints. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  /** Members in the order of the map; values are maps, lists, strings, numbers, booleans, null. */
  static void print(PrintStream out, Map<String, Object> object) {
    out.println(GSON.toJson(object));
  }
}
