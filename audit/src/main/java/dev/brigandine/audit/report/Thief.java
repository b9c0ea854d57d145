package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;

/** Who steals, by what he starts from: the rows of the summary. */
enum Thief {
  FILES("Has the files", "whoever has the files"),
  LICENSE("Tampers with licence or bundle", "a customer who tampers with licence or bundle"),
  PROCESS("Has rights over the process", "whoever has rights over the process"),
  CUSTOMERS("Several customers together", "several customers together"),
  QUESTIONS("Only asks questions", "whoever only asks questions");

  private final String title;
  private final String words;

  Thief(String title, String words) {
    this.title = title;
    this.words = words;
  }

  /** As the head of a row. */
  String title() {
    return title;
  }

  /** Within a sentence, as the one who does. */
  String words() {
    return words;
  }

  /** By the attack's family; two attacks are told apart by what their thief must have. */
  static Thief of(AttackCard card) {
    if (card.id().equals("file-scan")) {
      return FILES;
    }
    if (card.id().equals("collusion")) {
      return CUSTOMERS;
    }
    return switch (card.family()) {
      case DEVICE, COPY -> PROCESS;
      case LICENSE -> LICENSE;
      case QUERIES -> QUESTIONS;
    };
  }
}
