package dev.brigandine.license.clock;

/** What a file of the memory remembers. */
enum MemoryKind {
  /** Highest time seen with a licence, in seconds. */
  TIME("time"),
  /** Highest time seen on this device with any licence, and the hardware counter's value. */
  DEVICE("device"),
  /** Highest lowest-version that a licence asked, by vendor, model and customer. */
  MINIMUM("minimum"),
  /** Number of the newest revocation list, by its signer. */
  LIST("list");

  final String word;

  MemoryKind(String word) {
    this.word = word;
  }
}
