package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.cli.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
  @TempDir Path temp;

  @Test
  void namesThatAreNoJsonText() throws IOException {
    Tensor odd = Tensors.longs("{\"a\": [1, \"b/../c\"]}\n", 1);
    for (String ending : List.of("npz", "json")) {
      Path file = temp.resolve("out." + ending);
      TensorFile.write(file, List.of(odd));
      assertThat(TensorFile.read(file, Tensors.declare(odd.name(), "int64"))).containsExactly(odd);
    }
  }

  @Test
  void theSameTensorsGiveTheSameBytes() throws IOException {
    Tensor tensor = Tensors.floats("y", new long[] {1, 2}, 1, 2);
    TensorFile.write(temp.resolve("a.npz"), List.of(tensor));
    TensorFile.write(temp.resolve("b.npz"), List.of(tensor));
    assertThat(temp.resolve("a.npz")).hasSameBinaryContentAs(temp.resolve("b.npz"));
  }

  @Test
  void aFailureLeavesWhatStoodThere() throws IOException {
    Path file = Files.writeString(temp.resolve("out.json"), "before");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("no space left on device");
                    }))
        .hasMessage("no space left on device");
    assertThat(file).hasContent("before");
    try (Stream<Path> all = Files.list(temp)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void namesAreCheckedFirst() {
    assertThatThrownBy(() -> TensorFile.checkName(temp.resolve("out.txt")))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    assertThatThrownBy(() -> TensorFile.read(temp.resolve("in.npz"), List.of()))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNREADABLE));
    assertThatThrownBy(() -> TensorFile.write(temp.resolve("none/out.npz"), List.of()))
        .hasMessageContaining("does not exist");
  }
}
