package dev.brigandine.vault.grpc;

import static dev.brigandine.vault.grpc.GrpcBed.floats;
import static dev.brigandine.vault.grpc.GrpcBed.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.net.ApiKeys;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ServerLiveRequest;
import inference.GrpcPredictV2.ServerMetadataRequest;
import inference.GrpcPredictV2.ServerReadyRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call: by API key, by certificate. */
class CallersLetInTest {
  @TempDir Path folder;

  private GrpcFront start(Optional<Path> keys, Optional<NetConfig.Tls> tls) {
    return GrpcFront.start(
        new NetConfig("127.0.0.1", 0, keys, tls, 1 << 20, Duration.ofSeconds(60)),
        new DoubleModels());
  }

  private static GRPCInferenceServiceBlockingStub with(
      ManagedChannel channel, String authorization) {
    GRPCInferenceServiceBlockingStub stub =
        GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    if (authorization == null) {
      return stub;
    }
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Test
  void aKeyLetsInAndNothingElseDoes() throws Exception {
    ApiKeys.NewKey key = ApiKeys.newKey("app", new SecureRandom());
    Path keys = Files.writeString(folder.resolve("keys"), key.line() + "\n");
    try (GrpcFront front = start(Optional.of(keys), Optional.empty())) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget("dns:///" + front.address()).usePlaintext().build();
      try {
        var good = with(channel, "Bearer " + key.key());
        assertThat(good.modelInfer(floats("echo", 1)).getOutputsCount()).isEqualTo(1);
        assertThat(good.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
            .isEqualTo("brigandine");
        String digest = key.line().split(" ")[1];
        for (String wrong :
            new String[] {
              null,
              "",
              "Bearer",
              "Bearer ",
              "Bearer x",
              "Basic " + key.key(),
              key.key(),
              "Bearer " + digest
            }) {
          var stub = with(channel, wrong);
          refused(
              Status.Code.UNAUTHENTICATED,
              "caller-refused",
              () -> stub.modelInfer(floats("echo", 1)));
          refused(
              Status.Code.UNAUTHENTICATED,
              "caller-refused",
              () -> stub.modelReady(ModelReadyRequest.newBuilder().setName("echo").build()));
          refused(
              Status.Code.UNAUTHENTICATED,
              "caller-refused",
              () -> stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("none").build()));
          refused(
              Status.Code.UNAUTHENTICATED,
              "caller-refused",
              () -> stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()));
        }
        Files.writeString(keys, ApiKeys.newKey("other", new SecureRandom()).line() + "\n");
        assertThat(good.modelInfer(floats("echo", 1)).getOutputsCount()).isEqualTo(1);
        front.reload(List.of());
        refused(
            Status.Code.UNAUTHENTICATED,
            "caller-refused",
            () -> good.modelInfer(floats("echo", 1)));
        // Probes hold no keys.
        var nobody = with(channel, null);
        assertThat(nobody.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
        assertThat(nobody.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void aCertificateLetsInAndNothingElseDoes() throws Exception {
    Certificates server = Certificates.make(folder, "server");
    Certificates caller = Certificates.make(folder, "caller");
    Certificates stranger = Certificates.make(folder, "stranger");
    NetConfig.Tls tls =
        new NetConfig.Tls(server.certificate(), server.key(), Optional.of(caller.certificate()));
    try (GrpcFront front = start(Optional.empty(), Optional.of(tls))) {
      assertThat(call(front, server, caller)).isEqualTo(Status.Code.OK);
      assertThat(call(front, server, stranger)).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(call(front, server, null)).isEqualTo(Status.Code.UNAVAILABLE);
      // A caller that expects another server sends nothing.
      assertThat(call(front, stranger, caller)).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(call(front, null, null)).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(call(front, server, caller)).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void tlsAloneAsksForNoCertificate() throws Exception {
    assertThat(overTls(folder)).isEqualTo(Status.Code.OK);
  }

  Status.Code overTls(Path files) throws Exception {
    Certificates server = Certificates.make(files, "server");
    NetConfig.Tls tls = new NetConfig.Tls(server.certificate(), server.key(), Optional.empty());
    try (GrpcFront front = start(Optional.empty(), Optional.of(tls))) {
      return call(front, server, null);
    }
  }

  private static Status.Code call(GrpcFront front, Certificates server, Certificates caller)
      throws Exception {
    NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + front.address());
    if (server == null) {
      builder.usePlaintext();
    } else {
      SslContextBuilder context =
          GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
              .trustManager(server.certificate().toFile());
      if (caller != null) {
        context.keyManager(caller.certificate().toFile(), caller.key().toFile());
      }
      builder.sslContext(context.build());
    }
    ManagedChannel channel = builder.build();
    try {
      with(channel, null).modelInfer(floats("echo", 1));
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void whatCannotBeListenedAtIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      NetConfig config =
          new NetConfig(
              "127.0.0.1",
              taken.getLocalPort(),
              Optional.empty(),
              Optional.empty(),
              1 << 20,
              Duration.ofSeconds(60));
      assertThatThrownBy(() -> GrpcFront.start(config, new DoubleModels()))
          .isInstanceOf(BrigandineException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
    NetConfig everywhere =
        new NetConfig(
            "0.0.0.0", 0, Optional.empty(), Optional.empty(), 1 << 20, Duration.ofSeconds(60));
    assertThatThrownBy(() -> GrpcFront.start(everywhere, new DoubleModels()))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("everybody");
  }
}
