package dev.brigandine.study;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.brigandine.audit.attack.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All results until now, and their file. */
final class QueryRows {
  private static final Path FOLDER = Path.of("study/results");
  private static final Path FILE = FOLDER.resolve("queries.json");
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final List<Row> rows = new ArrayList<>();

  /**
   * A surrogate's score.
   *
   * @param attack its id, or {@code victim} for the victim's own score
   * @param divergence in nats
   * @param seconds of CPU from the attack's beginning until then
   */
  record Row(
      String victim,
      String attack,
      int seed,
      int queries,
      double accuracy,
      double agreement,
      double divergence,
      double seconds) {
    static Row of(
        String victim, String attack, int seed, int queries, Score score, double seconds) {
      return new Row(
          victim,
          attack,
          seed,
          queries,
          round(score.accuracy().orElseThrow()),
          round(score.agreement()),
          round(score.divergence().orElseThrow()),
          Math.round(seconds));
    }

    private static double round(double value) {
      return Math.round(value * 1e4) / 1e4;
    }

    private boolean same(Row other) {
      return victim.equals(other.victim)
          && attack.equals(other.attack)
          && seed == other.seed
          && queries == other.queries;
    }
  }

  /** Those of the file, if there is one. */
  static QueryRows load() throws IOException {
    QueryRows loaded = new QueryRows();
    if (Files.exists(FILE)) {
      loaded.rows.addAll(Arrays.asList(GSON.fromJson(Files.readString(FILE), Row[].class)));
    }
    return loaded;
  }

  List<Row> all() {
    return List.copyOf(rows);
  }

  boolean has(String victim, String attack, int seed, int queries) {
    Row wanted = new Row(victim, attack, seed, queries, 0, 0, 0, 0);
    return rows.stream().anyMatch(wanted::same);
  }

  /** In place of what there was of the same. */
  void add(Row row) {
    rows.removeIf(row::same);
    rows.add(row);
  }

  void write() throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(FILE, GSON.toJson(rows) + "\n");
    Files.writeString(FOLDER.resolve("queries.md"), QueryTable.of(rows));
  }
}
