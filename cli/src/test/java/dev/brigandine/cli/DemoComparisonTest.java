package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.cli.script.ModelMaker;
import dev.brigandine.license.VendorPublicKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoComparisonTest {
  @TempDir Path folder;

  private void run(SeenTerminal terminal, String line) {
    assertThat(terminal.run(line.split(" "))).as(line).isZero();
  }

  /** Not to the bit: an armored model's answers are other roundings. */
  @Test
  void anArmoredModelStandsTheComparison() throws Exception {
    ModelMaker.write(folder.resolve("deep.onnx"), "deep");
    SeenTerminal terminal = new SeenTerminal(folder);
    // As it is: cold processes look at the machine's own, and what they saw is remembered.
    terminal.clock(Instant.now());
    run(terminal, "keygen -o v.key --pub v.pub --insecure-no-passphrase");
    run(terminal, "device init -o d.key --pub d.pub --insecure-no-passphrase");
    run(
        terminal,
        "protect deep.onnx -o m.brig --key v.key --id acme/deep --model-version 1 --budget 1000%");
    run(
        terminal,
        "license issue --key v.key --bundle m.brig --device d.pub --expires 9990-01-01 -o l.jwt");
    new DemoComparison(
            terminal.terminal(),
            folder.resolve("deep.onnx"),
            folder.resolve("m.brig"),
            folder.resolve("l.jwt"),
            folder.resolve("d.key"))
        .print(VendorPublicKey.load(folder.resolve("v.pub")).signer(), 1, Duration.ofMillis(200));
    assertThat(terminal.out())
        .containsPattern("start to first answer +[0-9]+ ms +[0-9]+ ms +[0-9.]+")
        .containsPattern("answers +(within tolerance|bit-identical)");
  }
}
