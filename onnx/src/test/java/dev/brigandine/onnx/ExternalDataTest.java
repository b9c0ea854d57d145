package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.brigandine.onnx.testing.BigModel;
import dev.brigandine.onnx.testing.Protos;
import dev.brigandine.onnx.testing.TestModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in files beside the model. */
class ExternalDataTest {
  @TempDir Path root;

  /** The bytes of w1 in the test model: 24 by 48 floats. */
  private static final int LENGTH = 24 * 48 * 4;

  private Path folder() throws IOException {
    return Files.createDirectories(root.resolve("model"));
  }

  /** The model whose first weight has these keys of external data. */
  private Path model(String... keys) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(TestModel.MLP.bytes()).toBuilder();
    TensorProto.Builder tensor = model.getGraphBuilder().getInitializerBuilder(0);
    tensor.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < keys.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(keys[i]).setValue(keys[i + 1]));
    }
    return Files.write(folder().resolve("model.onnx"), model.build().toByteArray());
  }

  private void data(String name, int length) throws IOException {
    Path file = folder().resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[length]);
  }

  private void refuses(Path model, String code, String... words) {
    OnnxException refusal = TestBytes.refusal(model);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining("'w1'");
    for (String word : words) {
      assertThat(refusal).hasMessageContaining(word);
    }
    assertThat(refusal.hint()).isPresent();
  }

  @Test
  void answersAreThoseOfTheModelWithItsData() throws Exception {
    Path file = new BigModel(3, 96, 6).writeExternal(root);
    OnnxModel model = OnnxModel.read(file);
    List<SampleTensor> inputs = SampleInputs.of(model).draw(1);
    assertThat(OrtRuns.skeleton(Skeleton.of(model), inputs).get("y"))
        .isEqualTo(OrtRuns.whole(file, inputs).get("y"));
  }

  @Test
  void theWholeModelInOneFileIsTheSame() throws Exception {
    Path beside = Files.createDirectories(root.resolve("beside"));
    Path within = Files.createDirectories(root.resolve("within"));
    Skeleton external = Skeleton.of(OnnxModel.read(new BigModel(3, 96, 6).writeExternal(beside)));
    Skeleton whole = Skeleton.of(OnnxModel.read(new BigModel(3, 96, 6).writeWhole(within)));
    for (int i = 0; i < 3; i++) {
      assertThat(TestBytes.bytes(external.weights().get(i)))
          .isEqualTo(TestBytes.bytes(whole.weights().get(i)));
    }
  }

  @Test
  void offsetsFoldersAndMissingLengthsWork() throws IOException {
    data("parts/a.bin", LENGTH + 10);
    assertThat(TestBytes.refusal(model("location", "parts/a.bin", "offset", "10"))).isNull();
    assertThat(TestBytes.refusal(model("location", "./parts/a.bin", "checksum", "0"))).isNull();
  }

  @Test
  void filesOutsideTheFolderAreRefused() throws IOException {
    Files.write(root.resolve("outside.bin"), new byte[LENGTH]);
    String absolute = root.resolve("outside.bin").toAbsolutePath().toString();
    refuses(model("location", absolute), "external-location", "absolute path");
    refuses(model("location", "C:\\outside.bin"), "external-location", "absolute path");
    refuses(model("location", "../outside.bin"), "external-location", "outside", "../outside.bin");
    refuses(model("location", "a/../../outside.bin"), "external-location", "outside");
    refuses(model("location", "..\\outside.bin"), "external-location", "outside");
    Files.createSymbolicLink(folder().resolve("link.bin"), root.resolve("outside.bin"));
    refuses(model("location", "link.bin"), "external-location", "by a link", "link.bin");
    Files.createSymbolicLink(folder().resolve("folder"), root);
    refuses(model("location", "folder/outside.bin"), "external-location", "by a link");
  }

  @Test
  void aLinkWithinTheFolderIsFollowed() throws IOException {
    data("real.bin", LENGTH);
    Files.createSymbolicLink(folder().resolve("link.bin"), Path.of("real.bin"));
    assertThat(TestBytes.refusal(model("location", "link.bin"))).isNull();
  }

  @Test
  void missingAndOddLocationsAreRefused() throws IOException {
    refuses(model("location", "gone.bin"), "external-missing", "'gone.bin'");
    refuses(model("offset", "0"), "external-location", "names no file");
    refuses(model("location", ""), "external-location", "names no file");
    refuses(model("location", "a\0b"), "external-location", "impossible path", "'a?b'");
    refuses(model("location", "x".repeat(5000)), "external-location", "5000 characters");
    Files.createDirectories(folder().resolve("sub"));
    refuses(model("location", "sub"), "external-location", "no readable file");
  }

  @Test
  void rangesThatDoNotFitAreRefused() throws IOException {
    data("a.bin", LENGTH);
    refuses(model("location", "a.bin", "offset", "1"), "external-range", "has only 4608");
    refuses(model("location", "a.bin", "offset", "-1"), "external-range", "offset '-1'");
    refuses(model("location", "a.bin", "offset", "9223372036854775807"), "external-range");
    refuses(model("location", "a.bin", "offset", "9999999999999999999"), "external-range");
    refuses(model("location", "a.bin", "offset", "0x10"), "external-range", "'0x10'");
    refuses(model("location", "a.bin", "length", "4604"), "external-range", "4604", "4608");
    refuses(model("location", "a.bin", "length", "-1"), "external-range", "length '-1'");
    refuses(model("location", "a.bin", "location", "b.bin"), "external-range", "twice");
    data("short.bin", LENGTH - 1);
    refuses(model("location", "short.bin"), "external-range", "has only 4607");
  }

  @Test
  void aFileThatChangesBeforeItIsStreamedIsRefused() throws IOException {
    data("a.bin", LENGTH);
    Skeleton skeleton = Skeleton.of(OnnxModel.read(model("location", "a.bin")));
    data("a.bin", LENGTH - 4);
    assertThat(
            catchThrowableOfType(
                OnnxException.class, () -> TestBytes.bytes(skeleton.weights().get(0))))
        .extracting(OnnxException::code)
        .isEqualTo("file-changed");
  }

  @Test
  void aTensorOfTwoGibibytesIsRefused() throws IOException {
    Path file = folder().resolve("huge.bin");
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
      data.setLength(1L << 31);
    }
    TensorProto.Builder huge =
        TensorProto.newBuilder()
            .setName("w1")
            .setDataType(Protos.UINT8)
            .addDims(1L << 31)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("huge.bin"));
    ModelProto.Builder model = ModelProto.parseFrom(TestModel.MLP.bytes()).toBuilder();
    model.getGraphBuilder().setInitializer(0, huge);
    Path written = Files.write(folder().resolve("model.onnx"), model.build().toByteArray());
    refuses(written, "too-large", "2147483648 bytes in one piece", "2147483647");
  }
}
