package dev.brigandine.audit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.testing.Trained;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  @TempDir Path models;
  @TempDir Path folder;
  private OnnxModel model;

  @BeforeEach
  void readModel() throws Exception {
    model = OnnxModel.read(Trained.RESNET.write(models));
  }

  @Test
  void foldersAreClassesAndPicturesFitTheModel() throws Exception {
    for (int i = 0; i < 5; i++) {
      write("bag/" + i + ".png", Color.BLACK, 28, 28);
      write("shoe/" + i + ".jpg", Color.WHITE, 300, 200);
    }
    Files.writeString(folder.resolve("shoe/notes.txt"), "not a picture");
    AuditData data = PictureFolder.read(folder, model);
    assertThat(data.pool().count()).isEqualTo(7);
    assertThat(data.test().count()).isEqualTo(3);
    Set<Integer> seen = new HashSet<>();
    for (Samples part : List.of(data.pool(), data.test())) {
      for (int i = 0; i < part.count(); i++) {
        SampleTensor picture = part.item(i).get(0);
        int label = part.labels().orElseThrow()[i];
        seen.add(label);
        assertThat(picture.name()).isEqualTo(model.inputs().get(0).name());
        assertThat(picture.shape()).containsExactly(1, 1, 28, 28);
        assertThat(picture.data().getFloat(4 * 300)).isCloseTo(label, within(0.02f));
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void theMiddleIsKeptAndNoPixelLeftOut() throws Exception {
    // White, with a black edge to the left and to the right that a square about the middle leaves.
    BufferedImage wide = new BufferedImage(560, 280, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = wide.createGraphics();
    drawing.setColor(Color.WHITE);
    drawing.fillRect(140, 0, 280, 280);
    // Every other column of the left half: grey once it is small.
    drawing.setColor(Color.BLACK);
    for (int x = 140; x < 280; x += 2) {
      drawing.fillRect(x, 0, 1, 280);
    }
    drawing.dispose();
    ImageIO.write(wide, "png", folder.resolve("wide.png").toFile());
    Samples pictures = PictureFolder.foreign(folder, model, floats(0, 1));
    ByteBuffer data = pictures.item(0).get(0).data();
    assertThat(data.getFloat(4 * (28 * 14 + 5))).isCloseTo(0.5f, within(0.05f));
    assertThat(data.getFloat(4 * (28 * 14 + 24))).isCloseTo(1, within(0.01f));
    assertThat(pictures.labels()).as("without folders there are no kinds").isEmpty();
  }

  @Test
  void foreignOnesTakeTheRangeOfTheModelsOwn() throws Exception {
    write("white.png", Color.WHITE, 40, 40);
    Samples pictures = PictureFolder.foreign(folder, model, floats(-2, 3));
    assertThat(pictures.item(0).get(0).data().getFloat(0)).isCloseTo(3, within(0.01f));
  }

  @Test
  void whatIsNoPictureIsNamed() throws Exception {
    Files.writeString(folder.resolve("a.png"), "not a picture");
    assertThatThrownBy(() -> PictureFolder.read(folder, model))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("a.png cannot be read as a picture");
  }

  @Test
  void aPictureTooLargeToDecodeIsRefusedByItsHeader() throws Exception {
    byte[] png = Files.readAllBytes(write("b.png", Color.WHITE, 4, 4));
    ByteBuffer header = ByteBuffer.wrap(png).order(ByteOrder.BIG_ENDIAN);
    header.putInt(16, 100_000).putInt(20, 100_000);
    Files.write(folder.resolve("b.png"), png);
    assertThatThrownBy(() -> PictureFolder.read(folder, model))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("million pixels");
  }

  @Test
  void anEmptyFolderIsRefused() {
    assertThatThrownBy(() -> PictureFolder.read(folder, model))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("no two pictures");
  }

  private static Samples floats(float low, float high) {
    return Samples.batched(
        1,
        i ->
            List.of(
                new SampleTensor(
                    "x",
                    "float32",
                    new long[] {1, 2},
                    ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(low)
                        .putFloat(high)
                        .flip(),
                    List.of())),
        null);
  }

  private Path write(String name, Color colour, int wide, int high) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage picture = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = picture.createGraphics();
    drawing.setColor(colour);
    drawing.fillRect(0, 0, wide, high);
    drawing.dispose();
    String kind = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(picture, kind, file.toFile())).isTrue();
    return file;
  }
}
