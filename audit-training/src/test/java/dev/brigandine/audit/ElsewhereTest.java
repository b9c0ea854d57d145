package dev.brigandine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.AttackCard;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an audit without this jar says that it misses is what is in this jar. */
class ElsewhereTest {
  @Test
  void theListIsRight() {
    List<String> here =
        Audit.attacks().stream()
            .filter(
                attack ->
                    attack.getClass().getPackageName().startsWith("dev.brigandine.audit.training"))
            .map(attack -> line(attack.card()))
            .sorted()
            .toList();
    List<String> listed = Elsewhere.all().stream().map(ElsewhereTest::line).sorted().toList();
    assertThat(listed)
        .as("audit's elsewhere.tsv should be:%n%s", here.stream().collect(Collectors.joining("\n")))
        .isEqualTo(here);
    assertThat(Elsewhere.missing(Audit.attacks())).isEmpty();
  }

  private static String line(AttackCard card) {
    return String.join("\t", card.id(), card.family().name(), card.effort().name(), card.title());
  }
}
