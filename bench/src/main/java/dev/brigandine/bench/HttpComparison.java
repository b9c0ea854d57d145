package dev.brigandine.bench;

import dev.brigandine.vault.config.ModelConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Requests a second over HTTP: the vault's front against {@link PlainHttpServer}, the same model,
 * eight callers, in one process with their callers and turn by turn; tensors as JSON and as binary
 * data. The plain server runs twice, with ONNX Runtime's own choice of threads and with one, and
 * the better counts. Or against any server of the protocol that serves the same model as {@code
 * model}, by its address.
 */
public final class HttpComparison {
  private static final int CALLERS = 8;
  private static final int SENTENCES = 32;
  private static final int TOKENS = 16;
  private static final double TOLERANCE = 1e-4;

  private HttpComparison() {}

  /**
   * The model, a BERT of three inputs; then, if wanted, rounds, calls of each caller a round, and
   * another server's address.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1) {
      System.err.println("usage: HttpComparison MODEL [ROUNDS [CALLS [http://HOST:PORT]]]");
      System.exit(2);
    }
    Path model = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    int calls = args.length > 2 ? Integer.parseInt(args[2]) : 40;
    int cores = Runtime.getRuntime().availableProcessors();
    Optional<ModelConfig.Batching> batching =
        Optional.of(new ModelConfig.Batching(CALLERS, Duration.ZERO));
    try (PrivateFolder folder = PrivateFolder.create(null);
        PrivateFolder state = PrivateFolder.create(null);
        PrivateFolder folder2 = PrivateFolder.create(null);
        PrivateFolder state2 = PrivateFolder.create(null);
        PlainHttpServer usual = new PlainHttpServer(model, 0);
        PlainHttpServer single = new PlainHttpServer(model, 1);
        SealedHttpServer vault =
            new SealedHttpServer(model, folder.path(), state.path(), cores, Optional.empty());
        SealedHttpServer batched =
            new SealedHttpServer(model, folder2.path(), state2.path(), cores, batching)) {
      System.out.println(Machine.here());
      Map<String, String> servers = new LinkedHashMap<>();
      servers.put("plain, ONNX Runtime's choice of threads", usual.address());
      servers.put("plain, one thread a run", single.address());
      servers.put("vault", vault.address());
      servers.put("vault, batching", batched.address());
      if (args.length > 3) {
        servers.put(args[3], args[3]);
      }
      for (boolean binary : new boolean[] {false, true}) {
        System.out.println(binary ? "binary data" : "JSON");
        compare(servers, binary, rounds, calls);
      }
    }
  }

  private static void compare(Map<String, String> servers, boolean binary, int rounds, int calls)
      throws Exception {
    List<HttpCallers> contenders = new ArrayList<>();
    try {
      for (String address : servers.values()) {
        contenders.add(new HttpCallers(address, CALLERS, SENTENCES, TOKENS, binary));
      }
      for (HttpCallers callers : contenders) {
        requireSame(contenders.get(0).answer(), callers.answer());
        callers.run(calls);
      }
      print(List.copyOf(servers.keySet()), measure(contenders, rounds, calls));
    } finally {
      contenders.forEach(HttpCallers::close);
    }
  }

  /** Requests a second, by contender and round; who begins changes from round to round. */
  private static double[][] measure(List<HttpCallers> contenders, int rounds, int calls)
      throws Exception {
    double[][] speed = new double[contenders.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        int turn = (i + round) % contenders.size();
        speed[turn][round] = contenders.get(turn).run(calls);
      }
    }
    return speed;
  }

  private static void print(List<String> names, double[][] speed) {
    boolean single = Statistics.median(speed[1]) > Statistics.median(speed[0]);
    double[] plain = speed[single ? 1 : 0];
    for (int i = 0; i < names.size(); i++) {
      double[] ratios = Statistics.ratios(plain, speed[i]);
      System.out.printf(
          Locale.ROOT,
          "%-42s %7.1f requests/s  %.3fx (quartiles %.3f to %.3f)%n",
          names.get(i),
          Statistics.median(speed[i]),
          Statistics.median(ratios),
          Statistics.quantile(ratios, 0.25),
          Statistics.quantile(ratios, 0.75));
    }
  }

  private static void requireSame(float[] expected, float[] found) {
    if (expected.length != found.length) {
      throw new IllegalStateException("answers differ in length");
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - found[i]) <= TOLERANCE)) {
        throw new IllegalStateException("answers differ at " + i);
      }
    }
  }
}
