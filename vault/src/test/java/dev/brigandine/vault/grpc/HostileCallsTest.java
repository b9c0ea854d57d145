package dev.brigandine.vault.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.brigandine.vault.config.NetConfig;
import inference.GRPCInferenceServiceGrpc;
import inference.GrpcPredictV2.ModelInferRequest;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no client sends that means well. The vault says no, and answers the next caller. */
class HostileCallsTest {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  private final GrpcBed bed = new GrpcBed();

  @AfterEach
  void close() {
    bed.close();
  }

  private Status.Code send(byte[] message, CallOptions options) {
    MethodDescriptor<byte[], byte[]> method =
        GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(BYTES, BYTES).build();
    Throwable failure =
        catchThrowable(
            () ->
                ClientCalls.blockingUnaryCall(
                    bed.channel, method, options.withDeadlineAfter(60, TimeUnit.SECONDS), message));
    return failure == null
        ? Status.Code.OK
        : ((StatusRuntimeException) failure).getStatus().getCode();
  }

  @Test
  void messagesThatAreNone() throws Exception {
    byte[] good = GrpcBed.floats("echo", 1, 2, 3).toByteArray();
    assertThat(send(good, CallOptions.DEFAULT)).isEqualTo(Status.Code.OK);
    for (int length = 0; length < good.length; length++) {
      // Cut where one field ends, it is a message of its own: of no model, or of tensors that lack.
      assertThat(send(Arrays.copyOf(good, length), CallOptions.DEFAULT))
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.OK);
    }
    long seed = 20261126;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      for (int flips = 0; flips <= i % 4; flips++) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertThat(send(bad, CallOptions.DEFAULT))
          .as("seed %s, round %s", seed, i)
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.OK);
    }
    bed.drained();
    bed.lives();
  }

  @Test
  void lengthsThatLie() throws Exception {
    for (byte[] bad :
        List.of(
            // A name of 2 GiB, of -1, of more than a length can be; an input longer than all.
            bytes(0x0a, 0xff, 0xff, 0xff, 0xff, 0x07),
            bytes(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
            bytes(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
            bytes(0x2a, 0x7f, 0x0a, 0x01, 'x'),
            bytes(0x2a, 0x03, 0x0a, 0x7f, 'x'),
            // Raw contents, a packed shape and packed floats beyond the end.
            bytes(0x3a, 0xff, 0xff, 0xff, 0x7f),
            bytes(0x2a, 0x03, 0x1a, 0x7f, 0x01),
            bytes(0x2a, 0x05, 0x2a, 0x03, 0x32, 0x7f, 0x00),
            // Field 0; a group that only ends; wire types 6 and 7.
            bytes(0x02, 0x00),
            bytes(0x0c),
            bytes(0x0e),
            bytes(0x0f))) {
      assertThat(send(bad, CallOptions.DEFAULT))
          .as(Arrays.toString(bad))
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    bed.lives();
  }

  @Test
  void depthAndNumberThatWouldFillTheMemory() throws Exception {
    byte[] groups = new byte[900_000];
    Arrays.fill(groups, (byte) (15 << 3 | 3));
    assertThat(send(groups, CallOptions.DEFAULT)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    for (int tag : new int[] {0x2a, 0x32, 0x3a}) {
      byte[] many = new byte[900_000];
      for (int i = 0; i < many.length; i += 2) {
        many[i] = (byte) tag;
      }
      assertThat(send(many, CallOptions.DEFAULT)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    // A hundred thousand parameters are nothing to us, and take nothing.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(out);
    for (int i = 0; i < 100_000; i++) {
      coded.writeBytes(4, ByteString.copyFromUtf8("\n\3" + (100 + i % 900)));
    }
    coded.flush();
    GrpcBed.floats("echo", 1).writeTo(out);
    assertThat(send(out.toByteArray(), CallOptions.DEFAULT)).isEqualTo(Status.Code.OK);
    bed.drained();
    bed.lives();
  }

  @Test
  void tooLarge() throws Exception {
    byte[] large =
        ModelInferRequest.newBuilder()
            .addRawInputContents(ByteString.copyFrom(new byte[1 << 20]))
            .build()
            .toByteArray();
    assertThat(send(large, CallOptions.DEFAULT)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    // Two kilobytes that unpack to more than is taken.
    assertThat(send(large, CallOptions.DEFAULT.withCompression("gzip")))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    bed.drained();
    byte[] good = GrpcBed.floats("echo", 1, 2, 3).toByteArray();
    assertThat(send(good, CallOptions.DEFAULT.withCompression("gzip"))).isEqualTo(Status.Code.OK);
    bed.lives();
  }

  @Test
  void otherProtocolsOnTheSamePort() throws Exception {
    String[] address = bed.front.address().split(":");
    long seed = 7;
    byte[] noise = new byte[4096];
    new Random(seed).nextBytes(noise);
    for (byte[] words :
        List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            noise,
            bytes(0x16, 0x03, 0x01, 0x02, 0x00, 0x01),
            // HTTP/2's preface, then a frame of 16 MiB.
            concat(
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                bytes(0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1)))) {
      try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
        socket.setSoTimeout(60_000);
        OutputStream out = socket.getOutputStream();
        out.write(words);
        out.flush();
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe");
      }
    }
    bed.drained();
    bed.lives();
  }

  @Test
  void framesThatLie(@TempDir Path folder) throws Exception {
    Certificates server = Certificates.make(folder, "server");
    NetConfig config =
        new NetConfig(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.of(new NetConfig.Tls(server.certificate(), server.key(), Optional.empty())),
            1 << 20,
            Duration.ofSeconds(60));
    byte[] good = GrpcBed.floats("echo", 1).toByteArray();
    try (GrpcFront front = GrpcFront.start(config, new DoubleModels())) {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .sslContext(trusting(server.certificate()))
              .build();
      List<String> statuses = new ArrayList<>();
      for (byte[] body :
          List.of(
              frame(0, good.length, good),
              // Longer than what comes, then nothing; 4 GiB; an unknown form; packed, by no known
              // way; two messages; none.
              frame(0, good.length + 1, good),
              frame(0, 0xffff_ffff, good),
              frame(9, good.length, good),
              frame(1, good.length, good),
              concat(frame(0, good.length, good), frame(0, good.length, good)),
              new byte[0],
              bytes(0, 0, 0))) {
        statuses.add(post(client, front, body));
      }
      assertThat(statuses.get(0)).isEqualTo("0");
      assertThat(statuses.subList(1, statuses.size())).doesNotContain("0");
      assertThat(post(client, front, frame(0, good.length, good))).isEqualTo("0");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (front.gate().calls() != 0 || front.gate().bytes() != 0) {
        assertThat(System.nanoTime()).isLessThan(end);
        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** The trailer, or why there is none. */
  private static String post(HttpClient client, GrpcFront front, byte[] body) throws Exception {
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "https://"
                              + front.address()
                              + "/inference.GRPCInferenceService/ModelInfer"))
                  .header("content-type", "application/grpc")
                  .header("te", "trailers")
                  .timeout(Duration.ofSeconds(60))
                  .POST(BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.ofByteArray());
      // Trailers after a body are not shown by this client; headers alone are.
      return answer
          .headers()
          .firstValue("grpc-status")
          .orElse(answer.body().length > 0 ? "0" : "empty");
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static byte[] frame(int form, int length, byte[] message) {
    return concat(
        bytes(form, length >>> 24, length >>> 16 & 255, length >>> 8 & 255, length & 255), message);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static SSLContext trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
