package dev.brigandine.audit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.testing.Trained;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
  @TempDir Path folder;

  @Test
  void imagesBecomeFloatsOfTheModelsShape() throws Exception {
    write("train-images-idx3-ubyte.gz", new int[] {3, 28, 28});
    write("train-labels-idx1-ubyte.gz", new int[] {3});
    write("t10k-images-idx3-ubyte.gz", new int[] {2, 28, 28});
    write("t10k-labels-idx1-ubyte.gz", new int[] {2});
    OnnxModel model = OnnxModel.read(Trained.RESNET.write(folder));
    AuditData data = ImageFolder.read(folder, model);
    assertThat(data.pool().count()).isEqualTo(3);
    assertThat(data.test().count()).isEqualTo(2);
    assertThat(data.pool().labels().orElseThrow()).containsExactly(0, 1, 2);
    SampleTensor two = data.pool().batch(1, 2).get(0);
    assertThat(two.shape()).containsExactly(2, 1, 28, 28);
    assertThat(two.data().getFloat(0)).isEqualTo((784 % 256) / 255f);
  }

  @Test
  void anImageFileThatLiesIsRefused() throws Exception {
    for (byte[] bytes :
        List.of(
            new byte[] {0, 0, 8},
            new byte[] {0, 0, 9, 1, 0, 0, 0, 1, 1},
            new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 1},
            new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 1, 1},
            new byte[] {0, 0, 8, 1, -1, 0, 0, 1, 1},
            new byte[] {0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0})) {
      Path file = Files.write(folder.resolve("x-idx"), bytes);
      assertThatThrownBy(() -> IdxFile.read(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aMissingPartIsNamed() throws Exception {
    OnnxModel model = OnnxModel.read(Trained.RESNET.write(folder));
    assertThatThrownBy(() -> ImageFolder.read(folder, model))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("train-images-idx3-ubyte");
  }

  @Test
  void stackedTensorsAreTakenApartAndParted() {
    AuditData data = StackedData.of(List.of(floats("x", 10, 2)), labels(10), "here");
    assertThat(data.test().count()).isEqualTo(3);
    assertThat(data.pool().count()).isEqualTo(7);
    Set<Integer> seen = new HashSet<>();
    for (Samples part : List.of(data.pool(), data.test())) {
      for (int i = 0; i < part.count(); i++) {
        SampleTensor item = part.item(i).get(0);
        int label = part.labels().orElseThrow()[i];
        assertThat(item.shape()).containsExactly(1, 2);
        assertThat(item.data().getFloat(item.data().position())).isEqualTo(2 * label);
        seen.add(label);
      }
    }
    assertThat(seen).hasSize(10);
  }

  @Test
  void stackedTensorsThatDifferInNumberAreRefused() {
    assertThatThrownBy(
            () -> StackedData.of(List.of(floats("x", 10, 2), floats("y", 9, 2)), null, ""))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("y");
    assertThatThrownBy(() -> StackedData.of(List.of(floats("x", 10, 2)), labels(9), ""))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("9 labels");
  }

  @Test
  void drawnSamplesAreTheSameForTheSameSeed() throws Exception {
    OnnxModel model = OnnxModel.read(Trained.RESNET.write(folder));
    AuditData first = DrawnData.of(model, 7);
    AuditData again = DrawnData.of(model, 7);
    assertThat(first.test().count()).isEqualTo(192);
    assertThat(first.test().batched()).isTrue();
    assertThat(first.test().item(5).get(0).data()).isEqualTo(again.test().item(5).get(0).data());
    assertThat(first.test().item(5).get(0).data())
        .isNotEqualTo(DrawnData.of(model, 8).test().item(5).get(0).data());
    assertThat(first.test().labels()).isEmpty();
  }

  private static int[] labels(int count) {
    return java.util.stream.IntStream.range(0, count).toArray();
  }

  private static SampleTensor floats(String name, int count, int each) {
    ByteBuffer data = ByteBuffer.allocate(4 * count * each).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count * each; i++) {
      data.putFloat(i);
    }
    return new SampleTensor(name, "float32", new long[] {count, each}, data.flip(), List.of());
  }

  private void write(String name, int[] shape) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(0x800 | shape.length);
      int count = 1;
      for (int size : shape) {
        out.writeInt(size);
        count *= size;
      }
      for (int i = 0; i < count; i++) {
        out.write(i);
      }
    }
    Files.write(folder.resolve(name), bytes.toByteArray());
  }
}
