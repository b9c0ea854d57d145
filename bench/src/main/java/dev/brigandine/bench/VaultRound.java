package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One round of latencies: an application in a process of its own that opens the model there, and
 * connects to a vault that is as fresh, and runs both in turn, blocks A B B A. What would favour a
 * side, and what is done about it:
 *
 * <ul>
 *   <li>ONNX Runtime's first session of a process is slower than later ones: here, as in an
 *       application, the model that runs in process is its process's first, and only one.
 *   <li>Two processes differ by some percent by where their memory came to lie: many rounds.
 *   <li>The way to the vault is Java, which starts slow: some thousand short runs come first.
 * </ul>
 */
final class VaultRound {
  private static final long BLOCK_NANOS = 30_000_000;
  private static final int MAX_CALLS = 2000;
  private static final int SHORT = 2;
  private static final int SHORT_RUNS_THERE = 3000;
  private static final int SHORT_RUNS_HERE = 300;
  private static final String PAIR = "pair";
  private static final String DIFFERENT = "different";

  private VaultRound() {}

  /** Threads, seconds, tokens with commas between, bundle, licence, device key. */
  public static void main(String[] args) throws IOException, OrtException {
    int threads = Integer.parseInt(args[0]);
    int[] tokens = Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray();
    long budget = (long) (Double.parseDouble(args[1]) * 1e9 / tokens.length);
    List<String> sealed = List.of(args).subList(3, 6);
    VaultComparison comparison = new VaultComparison(sealed, threads, 0);
    try (VaultComparison.Sides sides = comparison.open(false, 2, 0)) {
      warmUp(sides);
      for (int i = 0; i < tokens.length; i++) {
        measure(sides, tokens[i], i, budget);
      }
    }
  }

  private static void warmUp(VaultComparison.Sides sides) throws OrtException {
    try (InputTensors tensors = InputTensors.of(VaultComparison.inputs(SHORT))) {
      for (int i = 0; i < SHORT_RUNS_THERE; i++) {
        sides.vault().run(tensors.byName()).close();
      }
      for (int i = 0; i < SHORT_RUNS_HERE; i++) {
        sides.here().run(tensors.byName()).close();
      }
    }
  }

  private static void measure(VaultComparison.Sides sides, int tokens, int label, long budget)
      throws OrtException {
    Engine here = sides.here();
    Engine vault = sides.vault();
    try (InputTensors tensors = InputTensors.of(VaultComparison.inputs(tokens))) {
      Map<String, OnnxTensor> byName = tensors.byName();
      try (Answer wanted = here.run(byName);
          Answer got = vault.run(byName)) {
        for (OutputDifference output : AnswerComparison.of(wanted, got, null)) {
          if (!output.identical()) {
            System.out.println(DIFFERENT + " " + label);
          }
        }
      }
      long call = Math.max(1, LatencyComparison.warmUp(here, vault, byName, budget / 10));
      int calls = (int) Math.max(2, Math.min(MAX_CALLS, BLOCK_NANOS / call));
      long start = System.nanoTime();
      do {
        double a = LatencyComparison.block(here, byName, 1, calls);
        double b = LatencyComparison.block(vault, byName, 1, calls);
        print(label, a, b, calls);
        b = LatencyComparison.block(vault, byName, 1, calls);
        a = LatencyComparison.block(here, byName, 1, calls);
        print(label, a, b, calls);
      } while (System.nanoTime() - start < budget);
    }
  }

  private static void print(int label, double here, double vault, int calls) {
    System.out.println(PAIR + " " + label + " " + here + " " + vault + " " + calls);
  }

  /** Runs it in a child and adds what it says to {@code cases}. */
  static void inChild(
      List<String> sealed,
      int threads,
      double seconds,
      List<Integer> tokens,
      List<LatencyRounds> cases)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() > 17) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(String.join(File.pathSeparator, ChildClassPath.whole()));
    command.add(VaultRound.class.getName());
    command.add(Integer.toString(threads));
    command.add(Double.toString(seconds));
    command.add(String.join(",", tokens.stream().map(String::valueOf).toList()));
    command.addAll(sealed);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        LatencyRounds rounds = cases.get(Integer.parseInt(words[1]));
        if (words[0].equals(DIFFERENT)) {
          rounds.compared(List.of(OutputDifference.incomparable("an output", "vault")));
        } else {
          rounds.add(
              Double.parseDouble(words[2]),
              Double.parseDouble(words[3]),
              Integer.parseInt(words[4]));
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("a round of the comparison failed");
    }
  }
}
