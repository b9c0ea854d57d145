package dev.brigandine.cli.demo;

import java.util.List;

/** A dozen sentences in six pairs that mean nearly the same, so that a reader can judge. */
public final class Sentences {
  /** Sentence {@code i} of the first six belongs with sentence {@code i + 6}. */
  public static final List<String> ALL =
      List.of(
          "The bank raised its interest rates again this morning.",
          "My cat sleeps on the windowsill all afternoon.",
          "The train to the coast was two hours late.",
          "She planted tomatoes and basil behind the house.",
          "Our team scored in the last minute and won the final.",
          "The doctor told him to rest until the fever is gone.",
          "Borrowing money has just become more expensive.",
          "The kitten is napping by the window.",
          "We waited on the platform because of a long rail delay.",
          "There are vegetables and herbs growing in her garden.",
          "A late goal gave us the championship.",
          "He should stay in bed, says the physician, while he has a temperature.");

  private Sentences() {}
}
