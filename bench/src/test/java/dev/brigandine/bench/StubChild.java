package dev.brigandine.bench;

/** A child that misbehaves as its first argument says. */
final class StubChild {
  private static final String GOOD =
      "answered\nmain-to-inputs 1\ninputs-to-open 2\nopen-to-answer 3\npeak 4096\ndigest ab\n";

  private StubChild() {}

  /** The child process. */
  public static void main(String[] args) throws InterruptedException {
    switch (args[0]) {
      case "good" -> System.out.print(GOOD + "done\n");
      case "babble" -> System.out.print("Listening for transport \u0007 at 5005\n");
      case "endless-line" -> System.out.print("x".repeat(100_000) + "\n");
      case "half-line" -> System.out.print("answe");
      case "silent" -> System.exit(3);
      case "dies-after-answer" -> {
        System.out.print("answered\n");
        System.out.flush();
        Runtime.getRuntime().halt(134);
      }
      case "bad-number" -> System.out.print("answered\nmain-to-inputs soon\n");
      case "chatty-end" -> System.out.print(GOOD + "done\nand one more thing\n");
      case "fails-after-done" -> {
        System.out.print(GOOD + "done\n");
        System.exit(9);
      }
      case "reports" -> {
        System.out.print("error LICENSE_EXPIRED\nmessage the licence has expired\nhint ask anew\n");
        System.exit(1);
      }
      case "reports-nonsense" -> System.out.print("error NO_SUCH_CODE\nmessage m\nhint h\n");
      case "hangs" -> Thread.currentThread().join();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
