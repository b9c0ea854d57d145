package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.FoundModel.Exposure;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppScanTest {
  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private ModelGraph graph;
  private byte[] onnx;
  private Path app;

  @BeforeEach
  void model() throws IOException {
    System.out.println("AppScanTest seed " + seed);
    graph = Planted.graph(random);
    onnx = Planted.onnx(graph);
    app = Files.createDirectory(folder.resolve("app"));
  }

  @Test
  void aModelInAJarInALayerOfAnImageIsFound() throws IOException {
    byte[] jar = zip(Map.of("assets/m.bin", onnx, "A.class", new byte[500]));
    byte[] layer = gzip(tar(Map.of("opt/app/lib/a.jar", jar, "etc/motd", "hello".getBytes(UTF_8))));
    Path image =
        Files.write(
            folder.resolve("image.tar"),
            tar(Map.of("manifest.json", "[]".getBytes(UTF_8), "abc/layer.tar", layer)));
    AppReport report = AppScan.scan(image, Optional.of(KnownContent.of(graph)), n -> {});
    assertThat(report.unread()).isEmpty();
    assertThat(report.partial()).isFalse();
    assertThat(report.models()).as("seed " + seed).hasSize(1);
    FoundModel found = report.models().get(0);
    assertThat(found.where()).contains("abc/layer.tar!/").endsWith("a.jar!/assets/m.bin");
    assertThat(found.kind()).isEqualTo("ONNX");
    assertThat(found.bytes()).isEqualTo(onnx.length);
    assertThat(found.exposure()).isEqualTo(Exposure.OPEN);
    assertThat(found.summary()).contains("60 thousand parameters").contains("the given model");
  }

  @Test
  void theMostExposedComeFirst() throws IOException {
    Files.write(app.resolve("a.bin"), Planted.noise(random, 2_000_000));
    Files.write(app.resolve("b.bin"), Planted.xored(onnx, (byte) 7));
    Files.write(app.resolve("c.bin"), onnx);
    Files.write(app.resolve("d.txt"), "nothing".getBytes(UTF_8));
    AppReport report = scan();
    assertThat(report.models())
        .as("seed " + seed)
        .extracting(FoundModel::exposure)
        .containsExactly(Exposure.OPEN, Exposure.VEILED, Exposure.UNKNOWN);
    assertThat(report.bytes()).isEqualTo(2_000_000 + 2L * onnx.length + 7);
  }

  @Test
  void aSavedPyTorchModelIsOneAndNotItsParts() throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("net/data.pkl", Planted.noise(random, 500));
    parts.put("net/data/0", Planted.normal(random, 600_000));
    Files.write(app.resolve("net.pt"), zip(parts));
    AppReport report = scan();
    assertThat(report.models()).extracting(FoundModel::kind).containsExactly("PyTorch");
    assertThat(report.models().get(0).where()).isEqualTo("net.pt");
    assertThat(report.models().get(0).bytes()).isEqualTo(2_400_500);
  }

  @Test
  void aBundleAloneIsProtectedAndWhatLiesBesideItIsSaid() throws IOException {
    Files.write(app.resolve("m.brig"), bundle("full"));
    FoundModel alone = only(scan());
    assertThat(alone.kind()).isEqualTo("Brigandine bundle");
    assertThat(alone.exposure()).isEqualTo(Exposure.PROTECTED);
    assertThat(alone.summary())
        .contains("model acme/minilm version 3", "armor full", "neither licence nor bare key");
    try (DeviceKey key = DeviceKey.generate()) {
      key.save(app.resolve("device.key"), null);
    }
    FoundModel withKey = only(scan());
    assertThat(withKey.summary()).contains("bare device key lies at device.key, no licence");
    assertThat(withKey.exposure()).isEqualTo(Exposure.PROTECTED);
    String key = Files.readString(app.resolve("device.key"));
    assertThat(withKey.toString()).doesNotContain(key.substring(40, 60));
  }

  @Test
  void aVendorsKeyInAnApplicationIsTheWorst() throws IOException {
    Files.write(app.resolve("m.brig"), bundle("none"));
    VendorKey.generate().save(app.resolve("vendor.key"), null);
    AppReport report = scan();
    assertThat(report.models())
        .extracting(FoundModel::kind)
        .containsExactly("vendor key", "Brigandine bundle");
    assertThat(report.models().get(1).exposure()).isEqualTo(Exposure.VEILED);
  }

  @Test
  void aBombEndsEarlyAndIsSaidToBeOne() throws IOException {
    byte[] zeros = new byte[64 << 20];
    byte[] bomb = zip(Map.of("z", zeros));
    for (int level = 0; level < 2; level++) {
      Map<String, byte[]> several = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        several.put(i + ".zip", bomb);
      }
      bomb = zip(several);
    }
    Files.write(app.resolve("bomb.zip"), bomb);
    Files.write(app.resolve("z.onnx"), onnx);
    AppReport report = scan();
    assertThat(report.unread()).hasSize(1);
    assertThat(report.unread().get(0)).startsWith("bomb.zip").contains("as a zip bomb does");
    assertThat(report.bytes()).isLessThan(1L << 30);
    assertThat(report.models()).extracting(FoundModel::where).containsExactly("z.onnx");
  }

  @Test
  void archivesWithinEachOtherWithoutEndAreLeft() throws IOException {
    byte[] nested = onnx;
    for (int i = 0; i < 12; i++) {
      nested = gzip(nested);
    }
    Files.write(app.resolve("deep.gz"), nested);
    AppReport report = scan();
    assertThat(report.models()).isEmpty();
    assertThat(report.unread().get(0)).contains("more than 8 archives within each other");
  }

  @Test
  void damagedArchivesAreNamed() throws IOException {
    byte[] packed = gzip(Planted.noise(random, 100_000));
    Files.write(app.resolve("cut.gz"), java.util.Arrays.copyOf(packed, packed.length / 2));
    Files.write(app.resolve("no.zip"), "PK\3\4 and nothing more of it".getBytes(UTF_8));
    assertThat(scan().unread())
        .hasSize(2)
        .anyMatch(sentence -> sentence.startsWith("cut.gz"))
        .anyMatch(sentence -> sentence.startsWith("no.zip"));
  }

  @Test
  void linksAreNotFollowedOut() throws IOException {
    Files.write(folder.resolve("outside.onnx"), onnx);
    Files.createSymbolicLink(app.resolve("link.onnx"), folder.resolve("outside.onnx"));
    Files.write(app.resolve("inside.onnx"), onnx);
    Files.createSymbolicLink(app.resolve("again.onnx"), app.resolve("inside.onnx"));
    AppReport report = scan();
    assertThat(report.models()).extracting(FoundModel::where).containsExactly("inside.onnx");
    assertThat(report.unread())
        .containsExactly("link.onnx is a link out of the folder and was not followed");
  }

  @Test
  void aStoppedScanReportsWhatItHas() throws IOException {
    Files.write(app.resolve("a.onnx"), onnx);
    Thread.currentThread().interrupt();
    AppReport report = scan();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.partial()).isTrue();
  }

  @Test
  void aScanOfNothingFails() {
    assertThatThrownBy(() -> AppScan.scan(folder.resolve("none"), Optional.empty(), n -> {}))
        .isInstanceOf(NoSuchFileException.class);
  }

  private AppReport scan() throws IOException {
    return AppScan.scan(app, Optional.empty(), n -> {});
  }

  private static FoundModel only(AppReport report) {
    assertThat(report.models()).hasSize(1);
    return report.models().get(0);
  }

  private byte[] bundle(String armor) {
    String json =
        "{\"format\":\"brig/1\",\"bundle\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"model\":{\"id\":\"acme/minilm\","
            + "\"version\":3},\"armor\":\""
            + armor
            + "\",\"inputs\":[],\"outputs\":[],\"sections\":[{},{}]}";
    byte[] bytes = Planted.noise(random, 50_000);
    java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put("BRIG".getBytes(UTF_8))
        .putInt(1)
        .putInt(json.length())
        .putInt(100)
        .put(json.getBytes(UTF_8));
    return bytes;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }
}
