package dev.brigandine.bench;

import com.google.protobuf.ByteString;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.grpc.wire.ModelInferRequest;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Requests a second over gRPC: the vault's front against {@link PlainGrpcServer}, the same model,
 * eight callers, in one process with their callers and turn by turn. The plain server runs twice,
 * with ONNX Runtime's own choice of threads and with one, and the better counts.
 */
public final class GrpcComparison {
  private static final int CALLERS = 8;
  private static final int TOKENS = 16;
  private static final double TOLERANCE = 1e-5;

  private GrpcComparison() {}

  /**
   * The model, a BERT of three inputs; then, if wanted, rounds and calls of each caller a round.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1) {
      System.err.println("usage: GrpcComparison MODEL [ROUNDS [CALLS]]");
      System.exit(2);
    }
    Path model = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    int calls = args.length > 2 ? Integer.parseInt(args[2]) : 40;
    int cores = Runtime.getRuntime().availableProcessors();
    List<ModelInferRequest> sentences = GrpcCallers.sentences(32, TOKENS);
    Optional<ModelConfig.Batching> batching =
        Optional.of(new ModelConfig.Batching(CALLERS, Duration.ZERO));
    try (PrivateFolder folder = PrivateFolder.create(null);
        PrivateFolder state = PrivateFolder.create(null);
        PrivateFolder folder2 = PrivateFolder.create(null);
        PrivateFolder state2 = PrivateFolder.create(null);
        PlainGrpcServer usual = new PlainGrpcServer(model, 0);
        PlainGrpcServer single = new PlainGrpcServer(model, 1);
        SealedGrpcServer vault =
            new SealedGrpcServer(model, folder.path(), state.path(), cores, Optional.empty());
        SealedGrpcServer batched =
            new SealedGrpcServer(model, folder2.path(), state2.path(), cores, batching);
        GrpcCallers toUsual = new GrpcCallers(usual.address(), CALLERS, sentences);
        GrpcCallers toSingle = new GrpcCallers(single.address(), CALLERS, sentences);
        GrpcCallers toVault = new GrpcCallers(vault.address(), CALLERS, sentences);
        GrpcCallers toBatched = new GrpcCallers(batched.address(), CALLERS, sentences)) {
      Map<String, GrpcCallers> contenders = new LinkedHashMap<>();
      contenders.put("plain, ONNX Runtime's choice of threads", toUsual);
      contenders.put("plain, one thread a run", toSingle);
      contenders.put("vault", toVault);
      contenders.put("vault, batching", toBatched);
      System.out.println(Machine.here());
      for (GrpcCallers callers : contenders.values()) {
        requireSame(toUsual.answer(), callers.answer());
        callers.run(calls);
      }
      double[][] cpu = new double[contenders.size()][rounds];
      print(contenders, measure(List.copyOf(contenders.values()), rounds, calls, cpu), cpu);
    }
  }

  /**
   * Requests a second, by contender and round; who begins changes from round to round.
   *
   * @param cpu gets the milliseconds of processor a request, callers included, which others on the
   *     machine disturb less
   */
  private static double[][] measure(
      List<GrpcCallers> contenders, int rounds, int calls, double[][] cpu) throws Exception {
    double[][] speed = new double[contenders.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        int turn = (i + round) % contenders.size();
        double from = processor();
        speed[turn][round] = contenders.get(turn).run(calls);
        cpu[turn][round] = (processor() - from) / (calls * CALLERS);
      }
    }
    return speed;
  }

  /** Milliseconds of this process. */
  private static double processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
  }

  private static void print(Map<String, GrpcCallers> contenders, double[][] speed, double[][] cpu) {
    boolean single = Statistics.median(speed[1]) > Statistics.median(speed[0]);
    double[] plain = speed[single ? 1 : 0];
    List<String> names = new ArrayList<>(contenders.keySet());
    for (int i = 0; i < names.size(); i++) {
      double[] ratios = Statistics.ratios(plain, speed[i]);
      System.out.printf(
          Locale.ROOT,
          "%-42s %7.1f requests/s  %.3fx (quartiles %.3f to %.3f)  %.2f ms CPU a request%n",
          names.get(i),
          Statistics.median(speed[i]),
          Statistics.median(ratios),
          Statistics.quantile(ratios, 0.25),
          Statistics.quantile(ratios, 0.75),
          Statistics.median(cpu[i]));
    }
  }

  private static void requireSame(ByteString plain, ByteString found) {
    FloatBuffer expected =
        plain.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    FloatBuffer floats =
        found.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int i = 0; i < Math.max(expected.limit(), floats.limit()); i++) {
      if (Math.abs(expected.get(i) - floats.get(i)) > TOLERANCE) {
        throw new IllegalStateException("answers differ at " + i);
      }
    }
  }
}
