package dev.brigandine.vault.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** One entry of {@code models}. */
final class ModelSection {
  /** What fits into a path of a URL as it stands. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final Set<String> POOLINGS = Set.of("mean", "cls", "none");
  private static final int MAX_THREADS = 1024;

  private ModelSection() {}

  static ModelConfig read(YamlSection section) {
    String name = section.requiredText("name");
    if (!NAME.matcher(name).matches()) {
      throw YamlSection.wrong(
          section.path("name"), "must be letters, digits, dots, dashes or underscores: " + name);
    }
    OptionalInt threads =
        section.number("threads", 1, MAX_THREADS).map(OptionalInt::of).orElse(OptionalInt.empty());
    ModelConfig config =
        new ModelConfig(
            name,
            section.requiredFile("bundle"),
            licensing(section),
            section.requiredFile("device"),
            section.file("passphrase-file"),
            section.text("trust"),
            section.file("revocations"),
            threads,
            section
                .number("concurrency", 1, MAX_THREADS)
                .orElse(concurrency(threads, section.has("batching"))),
            section.number("queue", 0, 100_000).orElse(64),
            section.duration("timeout", Duration.ofHours(1)).orElse(Duration.ofSeconds(30)),
            section.text("feature"),
            section.section("batching").map(ModelSection::batching),
            section.section("embeddings").map(ModelSection::embeddings));
    section.done();
    return config;
  }

  /**
   * As many runs as there are processors; but where one run has all of them to itself and others
   * are put together, one at a time: what comes meanwhile is the next batch.
   */
  private static int concurrency(OptionalInt threads, boolean batching) {
    int processors = Runtime.getRuntime().availableProcessors();
    return batching ? Math.max(1, processors / threads.orElse(processors)) : processors;
  }

  private static ModelConfig.Licensing licensing(YamlSection section) {
    Optional<YamlSection> server = section.section("license-server");
    if (server.isPresent() == section.has("license")) {
      throw YamlSection.wrong(
          section.path("license"), "or license-server must be there, and not both");
    }
    if (server.isEmpty()) {
      return new ModelConfig.Licensing.File(section.requiredFile("license"));
    }
    YamlSection address = server.get();
    ModelConfig.Licensing.Server licensing =
        new ModelConfig.Licensing.Server(
            uri(address.path("address"), address.requiredText("address")),
            address.requiredText("entitlement"),
            address.requiredFile("cache"),
            address.file("trusted-certificates"));
    address.done();
    return licensing;
  }

  private static URI uri(String at, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw YamlSection.wrong(at, "is no address: " + text);
    }
  }

  private static ModelConfig.Batching batching(YamlSection section) {
    ModelConfig.Batching batching =
        new ModelConfig.Batching(
            section.number("max-size", 2, 4096).orElse(16),
            section.duration("max-delay", Duration.ofSeconds(10)).orElse(Duration.ZERO));
    section.done();
    return batching;
  }

  private static ModelConfig.Embeddings embeddings(YamlSection section) {
    String pooling = section.text("pooling").orElse("mean");
    if (!POOLINGS.contains(pooling)) {
      throw YamlSection.wrong(section.path("pooling"), "must be mean, cls or none, not " + pooling);
    }
    ModelConfig.Embeddings embeddings =
        new ModelConfig.Embeddings(
            section.file("tokenizer"),
            pooling,
            section.flag("normalize").orElse(true),
            section.number("max-tokens", 1, 1 << 20).orElse(512));
    section.done();
    return embeddings;
  }
}
