package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  private static final List<BenchInput> INPUTS =
      List.of(
          BenchInput.of("ids", "int64", List.of(1L, 2L), ByteBuffer.allocate(16).putLong(0, 77)),
          BenchInput.of("scalar", "float32", List.of(), ByteBuffer.allocate(4)),
          BenchInput.of("none", "bool", List.of(0L), ByteBuffer.allocate(0)),
          BenchInput.ofStrings("{\"a\": \"é\"}", List.of(2L), List.of("", "naïve")));

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path file = folder.resolve("inputs");
    InputFile.write(file, INPUTS);
    assertThat(InputFile.read(file.toString())).isEqualTo(INPUTS);
  }

  @Test
  void anyCutIsRefused() throws IOException {
    Path file = folder.resolve("inputs");
    InputFile.write(file, INPUTS);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> InputFile.read(file.toString())).isInstanceOf(IOException.class);
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> InputFile.read(file.toString()))
        .hasMessage("the input file has bytes after its last tensor");
  }

  @Test
  void aLengthBeyondTheFileIsRefusedBeforeItIsAllocated() throws IOException {
    Path file = folder.resolve("inputs");
    Files.write(file, new byte[] {0, 0, 0, 1, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    assertThatThrownBy(() -> InputFile.read(file.toString()))
        .isNotInstanceOf(EOFException.class)
        .hasMessage("the input file has a length out of range");
  }
}
