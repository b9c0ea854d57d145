package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.Front;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.net.ApiKeys;
import dev.brigandine.vault.net.Listening;
import dev.brigandine.vault.net.TlsFiles;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves models over HTTP/1.1: the Open Inference Protocol V2 with the binary tensor data
 * extension, and {@code /v1/embeddings} in OpenAI's shape. {@code /openapi.json} describes it.
 *
 * <p>A caller who goes away while his request runs is not always noticed: HTTP/1.1 tells of it only
 * when the answer is written. The run ends when it ends, or at the model's timeout. There is no
 * CORS, no compression and no HTTP/2; a reverse proxy can add them.
 */
public final class HttpFront implements Front {
  private final Shell shell;
  private final Gate gate;
  private final Runs runs;
  private final Memory memory;
  private final EmbeddingRoutes vectors;
  private final Optional<ApiKeys> keys;
  private final List<String> routes;
  private final String address;

  private HttpFront(
      Shell shell,
      Gate gate,
      Runs runs,
      Memory memory,
      EmbeddingRoutes vectors,
      Optional<ApiKeys> keys,
      List<String> routes,
      String address) {
    this.shell = shell;
    this.gate = gate;
    this.runs = runs;
    this.memory = memory;
    this.vectors = vectors;
    this.keys = keys;
    this.routes = routes;
    this.address = address;
  }

  /**
   * Binds and serves.
   *
   * @param embeddings by name of the model, for those that answer {@code /v1/embeddings}
   * @throws BrigandineException ({@link ErrorCode#USAGE}, {@link ErrorCode#FILE_UNREADABLE}) if it
   *     may not or cannot listen so, or a file of keys, certificates or tokens is off
   */
  public static HttpFront start(
      NetConfig config, Models models, Map<String, ModelConfig.Embeddings> embeddings) {
    return start(config, models, embeddings, Bounds.of(config));
  }

  static HttpFront start(
      NetConfig config,
      Models models,
      Map<String, ModelConfig.Embeddings> embeddings,
      Bounds bounds) {
    InetAddress host = Listening.allowed("http", config);
    Optional<ApiKeys> keys = config.apiKeys().map(ApiKeys::read);
    Optional<TlsFiles> tls = config.tls().map(TlsFiles::read);
    Gate gate = new Gate(keys, tls.isPresent() && tls.get().clientCertificates());
    Runs runs = new Runs(bounds.runs());
    Memory memory = new Memory(bounds.memory());
    EmbeddingRoutes vectors = new EmbeddingRoutes(models, embeddings, memory, runs);
    List<String> added = new ArrayList<>();
    Shell shell =
        Shell.start(
            host,
            config.port(),
            tls,
            bounds,
            memory,
            gate,
            routes -> {
              new ModelRoutes(models, version()).addTo(routes);
              new InferRoute(models, memory, runs, bounds.bodyTime()).addTo(routes);
              vectors.addTo(routes);
              added.addAll(routes.added());
            });
    String name = host.getHostAddress();
    String shown = host instanceof Inet6Address ? "[" + name + "]" : name;
    return new HttpFront(
        shell,
        gate,
        runs,
        memory,
        vectors,
        keys,
        List.copyOf(added),
        (tls.isPresent() ? "https://" : "http://") + shown + ":" + shell.port());
  }

  private static String version() {
    String version = HttpFront.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  @Override
  public String kind() {
    return "http";
  }

  /** As a URL, {@code http://127.0.0.1:8490}. */
  @Override
  public String address() {
    return address;
  }

  /** The port it listens on. */
  public int port() {
    return shell.port();
  }

  /** Methods and paths. */
  List<String> routes() {
    return routes;
  }

  /** Bytes that requests under way take up. */
  long memoryUsed() {
    return memory.used();
  }

  @Override
  public void reload(List<ModelConfig> models) {
    vectors.reload(embeddings(models));
    keys.ifPresent(ApiKeys::reload);
  }

  /** Of the models that answer {@code /v1/embeddings}, by name. */
  public static Map<String, ModelConfig.Embeddings> embeddings(List<ModelConfig> models) {
    Map<String, ModelConfig.Embeddings> embeddings = new HashMap<>();
    for (ModelConfig model : models) {
      model.embeddings().ifPresent(its -> embeddings.put(model.name(), its));
    }
    return embeddings;
  }

  @Override
  public void close(Duration grace) {
    gate.shut();
    runs.close(grace);
    shell.stop();
  }
}
