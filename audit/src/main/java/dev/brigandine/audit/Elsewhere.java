package dev.brigandine.audit;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Attacks of ours that are in another jar. Where that is not on the class path they are told as not
 * tried, so that nobody takes a short report for a good one.
 */
final class Elsewhere {
  static final String WHY =
      "it trains, and the jar that does, brigandine-audit-training, is not on the class path";

  /** A line an attack: id, family, effort, title, with tabs between. */
  private static final String LIST = "elsewhere.tsv";

  private Elsewhere() {}

  /** Those that are not among {@code present}. */
  static List<AttackCard> missing(List<Attack> present) {
    Set<String> here =
        present.stream().map(attack -> attack.card().id()).collect(Collectors.toSet());
    return all().stream().filter(card -> !here.contains(card.id())).toList();
  }

  static List<AttackCard> all() {
    List<AttackCard> cards = new ArrayList<>();
    try (InputStream in = Elsewhere.class.getResourceAsStream(LIST);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\t");
        cards.add(
            new AttackCard(
                parts[0],
                parts[3],
                Family.valueOf(parts[1]),
                List.of(),
                "see the jar brigandine-audit-training",
                "see the jar brigandine-audit-training",
                false,
                true,
                Effort.valueOf(parts[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cards;
  }
}
