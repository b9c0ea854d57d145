package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.SessionOptions;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How ONNX Runtime runs the model: {@code run}, {@code verify} and {@code bench}. */
final class EngineOptions {
  private static final int MAX_THREADS = 1024;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description =
          "Execution provider: cpu, cuda, tensorrt, … One that is missing here is an error,"
              + " never replaced by another. Default: cpu.")
  String provider;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads within an operator. Default: ONNX Runtime's own choice.")
  Integer threads;

  /** 0 leaves it to ONNX Runtime. */
  int threads() {
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "--threads must be from 1 to " + MAX_THREADS + ", not " + threads);
    }
    return threads == null ? 0 : threads;
  }

  String provider() {
    return provider.toLowerCase(Locale.ROOT);
  }

  boolean onCpu() {
    return provider().equals("cpu");
  }

  SessionOptions session() {
    SessionOptions options = new SessionOptions();
    if (threads() > 0) {
      options.setIntraOpNumThreads(threads());
    }
    return onCpu() ? options : options.provider(provider());
  }
}
