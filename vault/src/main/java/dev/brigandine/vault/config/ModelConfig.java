package dev.brigandine.vault.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One model, or one version of it: two entries of the same name are two versions.
 *
 * @param device the device key's file
 * @param passphrase a file whose first line is the device key's passphrase
 * @param trust the only signer that is accepted, a file or a thumbprint
 * @param threads of one run; empty for ONNX Runtime's own choice
 * @param concurrency how many runs at a time
 * @param queue how many more may wait
 * @param timeout of one run, its waiting included
 * @param feature what the licence must grant for this model to be served
 * @param batching empty if runs of several callers are not put together
 * @param embeddings set if the model is to answer {@code /v1/embeddings}
 */
public record ModelConfig(
    String name,
    Path bundle,
    Licensing licensing,
    Path device,
    Optional<Path> passphrase,
    Optional<String> trust,
    Optional<Path> revocations,
    OptionalInt threads,
    int concurrency,
    int queue,
    Duration timeout,
    Optional<String> feature,
    Optional<Batching> batching,
    Optional<Embeddings> embeddings) {

  /** Where the licence comes from: a file, or a server. */
  public sealed interface Licensing {
    /** A licence file. */
    record File(Path licence) implements Licensing {}

    /**
     * A licence server's entitlement.
     *
     * @param trustedCertificates PEM file of authorities instead of the JVM's own
     */
    record Server(URI server, String entitlement, Path cache, Optional<Path> trustedCertificates)
        implements Licensing {}
  }

  /**
   * Runs of several callers as one, along the first axis.
   *
   * @param maxSize most rows in one run
   * @param maxDelay how long the first waits for others; zero puts together only what waits while
   *     another run is under way, which delays nobody
   */
  public record Batching(int maxSize, Duration maxDelay) {}

  /**
   * Text to vectors.
   *
   * @param tokenizer {@code tokenizer.json} or {@code vocab.txt} of a WordPiece tokenizer; without
   *     it, requests must bring token ids
   * @param pooling {@code mean}, {@code cls} or {@code none} (the model's output is the vector)
   * @param maxTokens longer texts are cut
   */
  public record Embeddings(
      Optional<Path> tokenizer, String pooling, boolean normalize, int maxTokens) {}
}
