package dev.brigandine.bench;

import dev.brigandine.armor.Tolerances;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What to compare, and how long. Immutable; made by {@link #builder}. */
public final class BenchOptions {
  private final Builder with;

  private BenchOptions(Builder builder) {
    this.with = new Builder(builder);
  }

  /**
   * @param plain ONNX Runtime with the model as it is
   * @param sealed the same model, sealed
   * @param startInputs inputs of the first answer
   */
  public static Builder builder(Contender plain, Contender sealed, List<BenchInput> startInputs) {
    return new Builder(plain, sealed, startInputs);
  }

  Contender plain() {
    return with.plain;
  }

  Contender sealed() {
    return with.sealed;
  }

  List<BenchInput> startInputs() {
    return with.startInputs;
  }

  List<LatencyInputs> latencyInputs() {
    return with.latencyInputs.isEmpty()
        ? List.of(new LatencyInputs("sample", with.startInputs))
        : with.latencyInputs;
  }

  List<Integer> latencyThreads() {
    return with.latencyThreads;
  }

  Duration latencyTime() {
    return with.latencyTime;
  }

  int pairs() {
    return with.pairs;
  }

  int startThreads() {
    return with.startThreads;
  }

  String provider() {
    return with.provider;
  }

  Duration timeout() {
    return with.timeout;
  }

  List<String> jvmArguments() {
    return with.jvmArguments;
  }

  List<String> classPath() {
    return with.classPath;
  }

  List<Path> plainFiles() {
    return with.plainFiles;
  }

  List<Path> sealedFiles() {
    return with.sealedFiles;
  }

  Tolerances tolerances() {
    return with.tolerances;
  }

  Path tempFolder() {
    return with.tempFolder;
  }

  /** Collects options; every call checks its value at once. */
  public static final class Builder {
    private final Contender plain;
    private final Contender sealed;
    private final List<BenchInput> startInputs;
    private List<LatencyInputs> latencyInputs = List.of();
    private List<Integer> latencyThreads = List.of(1, 2);
    private Duration latencyTime = Duration.ofSeconds(20);
    private int pairs = 11;
    private int startThreads;
    private String provider = "cpu";
    private Duration timeout = Duration.ofSeconds(120);
    private List<String> jvmArguments = List.of();
    private List<String> classPath = ChildClassPath.ofTheRuntime();
    private List<Path> plainFiles = List.of();
    private List<Path> sealedFiles = List.of();
    private Tolerances tolerances;
    private Path tempFolder;

    private Builder(Contender plain, Contender sealed, List<BenchInput> startInputs) {
      this.plain = Objects.requireNonNull(plain, "plain");
      this.sealed = Objects.requireNonNull(sealed, "sealed");
      this.startInputs = List.copyOf(startInputs);
    }

    private Builder(Builder other) {
      this(other.plain, other.sealed, other.startInputs);
      latencyInputs = other.latencyInputs;
      latencyThreads = other.latencyThreads;
      latencyTime = other.latencyTime;
      pairs = other.pairs;
      startThreads = other.startThreads;
      provider = other.provider;
      timeout = other.timeout;
      jvmArguments = other.jvmArguments;
      classPath = other.classPath;
      plainFiles = other.plainFiles;
      sealedFiles = other.sealedFiles;
      tolerances = other.tolerances;
      tempFolder = other.tempFolder;
    }

    /** Input sets of the latency cases; the start-up inputs alone if never called. */
    public Builder latencyInputs(List<LatencyInputs> inputs) {
      latencyInputs = List.copyOf(inputs);
      return this;
    }

    /**
     * Intra-op thread counts of the latency cases, each at least 1; 1 and 2 if never called. An
     * empty list means that no latency is taken, so that the two sides are never in memory at once.
     */
    public Builder latencyThreads(List<Integer> threads) {
      threads.forEach(count -> range("threads", count, 1, 1024));
      latencyThreads = List.copyOf(threads);
      return this;
    }

    /** Time for all latency cases together, opening not counted; 20 s if never called. */
    public Builder latencyTime(Duration time) {
      range("latency milliseconds", time.toMillis(), 1, Duration.ofHours(1).toMillis());
      latencyTime = time;
      return this;
    }

    /** Counted pairs of cold starts, 1 to 1000; 11 if never called. */
    public Builder pairs(int count) {
      pairs = (int) range("pairs", count, 1, 1000);
      return this;
    }

    /** Intra-op threads in the cold starts; 0, the default, leaves it to ONNX Runtime. */
    public Builder startThreads(int threads) {
      startThreads = (int) range("threads", threads, 0, 1024);
      return this;
    }

    /** Execution provider of both sides; {@code cpu} if never called. */
    public Builder provider(String name) {
      provider = Objects.requireNonNull(name, "name");
      return this;
    }

    /** How long one cold start may take before it is ended; 120 s if never called. */
    public Builder timeout(Duration limit) {
      range("timeout milliseconds", limit.toMillis(), 1, Duration.ofDays(1).toMillis());
      timeout = limit;
      return this;
    }

    /** JVM options of both sides' children. */
    public Builder jvmArguments(List<String> arguments) {
      jvmArguments = List.copyOf(arguments);
      return this;
    }

    /** Class path of both sides' children; that of the runtime alone if never called. */
    public Builder classPath(List<String> entries) {
      classPath = List.copyOf(entries);
      return this;
    }

    /** Files whose sizes are compared: the model with its external data, and the bundle. */
    public Builder files(List<Path> plain, List<Path> sealed) {
      plainFiles = List.copyOf(plain);
      sealedFiles = List.copyOf(sealed);
      return this;
    }

    /** What an armored model's answers may differ by; nothing if never called. */
    public Builder tolerances(Tolerances allowed) {
      tolerances = allowed;
      return this;
    }

    /** Where the private temp folder is made; the system's temp folder if never called. */
    Builder tempFolder(Path folder) {
      tempFolder = folder;
      return this;
    }

    /** The options as collected so far. */
    public BenchOptions build() {
      return new BenchOptions(this);
    }

    private static long range(String what, long value, long least, long most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            what + " is " + value + ", allowed are " + least + " to " + most);
      }
      return value;
    }
  }
}
