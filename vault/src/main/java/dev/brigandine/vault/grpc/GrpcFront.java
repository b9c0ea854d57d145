package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.Front;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.net.ApiKeys;
import dev.brigandine.vault.net.Listening;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Open Inference Protocol V2 over gRPC (kserve/open-inference-protocol): the six calls of
 * {@code inference.GRPCInferenceService}, and {@code Check} of {@code grpc.health.v1.Health}.
 * Nothing of a caller is waited for longer than the configuration says, and nothing is queued: a
 * call that is one too many is refused with {@code UNAVAILABLE}. A caller's deadline, and its going
 * away, end its run. Failures carry the {@link ErrorCode} in the trailer {@code brigandine-code}.
 *
 * <p>Not here: server reflection, and TLS without certificates of ours.
 */
public final class GrpcFront implements Front {
  private final Server server;
  private final EventLoopGroup loops;
  private final ExecutorService runs;
  private final String address;
  private final Gate gate;
  private final Optional<ApiKeys> keys;

  private GrpcFront(
      Server server,
      EventLoopGroup loops,
      ExecutorService runs,
      String address,
      Gate gate,
      Optional<ApiKeys> keys) {
    this.server = server;
    this.keys = keys;
    this.loops = loops;
    this.runs = runs;
    this.address = address;
    this.gate = gate;
  }

  /**
   * Listens.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if it may not listen there, or cannot;
   *     ({@link ErrorCode#FILE_UNREADABLE}) for its keys and certificates
   */
  public static GrpcFront start(NetConfig config, Models models) {
    return start(config, models, Limits.usual(config.maxBytes()));
  }

  static GrpcFront start(NetConfig config, Models models, Limits limits) {
    InetAddress address = Listening.allowed("grpc", config);
    EventLoopGroup loops = Transport.loops();
    ExecutorService runs = runs();
    Connections connections = new Connections(limits.connections());
    Gate gate = new Gate(limits.calls(), limits.bytes());
    try {
      NettyServerBuilder builder = Transport.server(config, address, limits, connections, loops);
      Optional<ApiKeys> keys = config.apiKeys().map(ApiKeys::read);
      keys.map(KeyCheck::new).ifPresent(builder::intercept);
      Server server =
          builder
              .addService(
                  service(
                      models,
                      new InferHandler(
                          models, gate, runs, loops, connections, config.bodyTimeout())))
              .addService(new HealthService(models))
              .build()
              .start();
      return new GrpcFront(server, loops, runs, text(server), gate, keys);
    } catch (IOException e) {
      stop(loops, runs);
      throw new BrigandineException(
          ErrorCode.USAGE,
          "grpc cannot listen on " + config.host() + " port " + config.port(),
          "see who does, or choose another port",
          e);
    } catch (RuntimeException | Error e) {
      stop(loops, runs);
      throw e;
    }
  }

  /** The generated service, with {@code ModelInfer} taken over. */
  private static ServerServiceDefinition service(Models models, InferHandler infer) {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(GRPCInferenceServiceGrpc.SERVICE_NAME);
    String taken = infer.method().getFullMethodName();
    for (ServerMethodDefinition<?, ?> method :
        new InferenceService(models).bindService().getMethods()) {
      if (!method.getMethodDescriptor().getFullMethodName().equals(taken)) {
        service.addMethod(method);
      }
    }
    return service.addMethod(infer.method(), infer).build();
  }

  /** Threads as they are needed: the gate bounds them. */
  private static ExecutorService runs() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "brigandine-grpc-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private static String text(Server server) {
    InetSocketAddress bound = (InetSocketAddress) server.getListenSockets().get(0);
    String host = bound.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
  }

  @Override
  public String kind() {
    return "grpc";
  }

  @Override
  public String address() {
    return address;
  }

  /** What is in. */
  Gate gate() {
    return gate;
  }

  @Override
  public void reload(List<ModelConfig> models) {
    keys.ifPresent(ApiKeys::reload);
  }

  @Override
  public void close(Duration grace) {
    server.shutdown();
    try {
      if (!grace.isZero()) {
        server.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
      }
      server.shutdownNow();
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    runs.shutdown();
    try {
      // Cancelled by now; whoever closes the models next must find none of them running.
      runs.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop(loops, runs);
  }

  private static void stop(EventLoopGroup loops, ExecutorService runs) {
    runs.shutdown();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
  }
}
