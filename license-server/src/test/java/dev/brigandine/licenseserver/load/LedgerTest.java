package dev.brigandine.licenseserver.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of the load runs sees what it is there to see. */
class LedgerTest {
  private final Ledger ledger = new Ledger(2);

  @Test
  void seatsInTurnAreRight() {
    ledger.granted("a", 1, 1, 1_000, 0);
    ledger.granted("b", 2, 2, 1_000, 0);
    ledger.ended("a");
    ledger.granted("c", 1, 3, 2_000, 10);
    ledger.granted("b", 2, 4, 2_000, 20);
    ledger.renewed("c", 1, 3, 3_000, 1_500);
    // The lease of b is over to the millisecond.
    ledger.granted("d", 2, 5, 3_000, 2_000);
    assertThat(ledger.wrongs()).isEmpty();
    assertThat(ledger.most()).isEqualTo(2);
  }

  @Test
  void oneSeatForTwoIsSeen() {
    ledger.granted("a", 1, 1, 1_000, 0);
    ledger.granted("b", 1, 2, 1_999, 999);
    assertThat(ledger.doubled()).isOne();
    assertThat(ledger.overGrants()).isZero();
    assertThat(ledger.wrongs()).hasSize(1);
  }

  @Test
  void moreThanThereAreIsSeen() {
    ledger.granted("a", 1, 1, 1_000, 0);
    ledger.granted("b", 2, 2, 1_000, 0);
    ledger.granted("c", 3, 3, 1_000, 0);
    assertThat(ledger.overGrants()).isOne();
    assertThat(ledger.most()).isEqualTo(3);
  }

  @Test
  void aRenewalOfWhatAnotherHasIsSeen() {
    ledger.granted("a", 1, 1, 1_000, 0);
    ledger.granted("b", 1, 2, 3_000, 1_000);
    ledger.renewed("a", 1, 1, 4_000, 1_001);
    assertThat(ledger.doubled()).isOne();
  }

  @Test
  void fencesThatComeAgainOrFallAreSeen() {
    ledger.granted("a", 1, 7, 1_000, 0);
    ledger.ended("a");
    ledger.granted("b", 2, 7, 1_000, 0);
    assertThat(ledger.misnumbered()).isOne();
    ledger.granted("c", 1, 6, 1_000, 0);
    assertThat(ledger.misnumbered()).isEqualTo(2);
  }
}
