package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.net.TlsFiles;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.PooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/**
 * How gRPC is carried: Netty on Java's own sockets and TLS, with few threads and little memory. Its
 * native libraries are left alone, since they would be unpacked into the temp folder, where another
 * process of the same user could replace them before they are loaded.
 */
final class Transport {
  private static final String SHADED = "io.grpc.netty.shaded.io.netty.";

  /** What callers do wrong is for them to know, and no way to fill the vault's disk. */
  private static final Logger QUIET = Logger.getLogger("io.grpc");

  static {
    unlessSet(SHADED + "transport.noNative", "true");
    unlessSet(SHADED + "handler.ssl.noOpenSsl", "true");
    if (QUIET.getLevel() == null) {
      QUIET.setLevel(Level.SEVERE);
    }
  }

  private Transport() {}

  private static void unlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  static EventLoopGroup loops() {
    int loops = Math.min(2, Runtime.getRuntime().availableProcessors());
    return new NioEventLoopGroup(loops, new DefaultThreadFactory("brigandine-grpc-io", true));
  }

  /**
   * A server that calls in on its loops' own threads.
   *
   * @throws BrigandineException ({@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE}) if
   *     certificates and keys are no good
   */
  static NettyServerBuilder server(
      NetConfig config,
      InetAddress address,
      Limits limits,
      Connections connections,
      EventLoopGroup loops) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(address, config.port()))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelFactory(() -> new Acceptor(connections))
            .withChildOption(ChannelOption.ALLOCATOR, allocator())
            .directExecutor()
            .maxInboundMessageSize(Math.toIntExact(config.maxBytes()))
            .maxInboundMetadataSize(8 * 1024)
            // A few more than run, so that probes get through and the rest is told, not left to
            // wait.
            .maxConcurrentCallsPerConnection(limits.calls() + 16)
            .handshakeTimeout(10, TimeUnit.SECONDS)
            // A connection that says nothing: gone after ten minutes, or half a minute if nobody is
            // at its other end.
            .maxConnectionIdle(10, TimeUnit.MINUTES)
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            // A caller that pings more than that is sent away, and so is one that opens calls only
            // to
            // reset them (CVE-2023-44487).
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxRstFramesPerWindow(1_000, 10);
    config.tls().ifPresent(tls -> builder.sslContext(context(TlsFiles.read(tls))));
    return builder;
  }

  /** One arena of half-megabyte chunks, none before the first byte; no caches but the loops'. */
  private static PooledByteBufAllocator allocator() {
    return new PooledByteBufAllocator(true, 0, 1, 8192, 6, 64, 16, false);
  }

  private static SslContext context(TlsFiles files) {
    try {
      SslContextBuilder builder =
          GrpcSslContexts.configure(
              SslContextBuilder.forServer(files.keyManagers()[0]), SslProvider.JDK);
      files
          .trustManagers()
          .ifPresent(callers -> builder.trustManager(callers[0]).clientAuth(ClientAuth.REQUIRE));
      return builder.protocols("TLSv1.3", "TLSv1.2").build();
    } catch (SSLException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "gRPC cannot use the certificate and key that are set", null, e);
    }
  }
}
