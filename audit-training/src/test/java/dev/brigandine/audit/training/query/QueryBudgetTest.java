package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryBudgetTest {
  @Test
  void isNeverExceeded() {
    QueryBudget budget = new QueryBudget(10);
    budget.spend(7);
    assertThatIllegalStateException()
        .isThrownBy(() -> budget.spend(4))
        .withMessage("4 queries are more than the 3 that are left");
    assertThat(budget.spent()).isEqualTo(7);
    budget.spend(3);
    assertThat(budget.left()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> budget.spend(1));
    assertThatIllegalStateException().isThrownBy(() -> budget.spend(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new QueryBudget(0));
  }

  @Test
  void noneIsAskedWhereNotAllMayBe() throws Exception {
    Toy toy = new Toy();
    Form form = Form.of(toy.own(1)).orElseThrow();
    Oracle oracle = new Oracle(toy.victim(), form, "logits", new QueryBudget(100));
    float[] question = form.row(toy.own(1).item(0));
    oracle.ask(Collections.nCopies(80, question));
    assertThatIllegalStateException()
        .isThrownBy(() -> oracle.ask(Collections.nCopies(21, question)));
    assertThat(toy.asked()).isEqualTo(80);
    assertThat(oracle.ask(List.of(question)).get(0)).isEqualTo(toy.logits(question));
  }
}
