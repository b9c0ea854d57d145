package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzRefusalsTest {
  private static final String GOOD = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }";

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2)}~malformed",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)} x~malformed",
        "{'descr': '|u1', 'fortran_order': False}~malformed",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (2,)}~malformed",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-2,)}~malformed",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'x': 1}~unknown key",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2,)}~descr twice",
        "{'descr': '|O', 'fortran_order': False, 'shape': (2,)}~type |O, which is not read",
        "{'descr': '=f4', 'fortran_order': False, 'shape': (2,)}~type =f4, which is not read",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}~structured",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)}~wants 3 bytes of data and has 2",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}~wants 1 bytes of data and has 2",
        "{'descr': '<u8', 'fortran_order': False, 'shape': (99999999999,)}~too many elements",
        "{'descr': '<u8', 'fortran_order': False, 'shape': (65536, 65536)}~too many elements",
        "{'descr': '<U9999999', 'fortran_order': False, 'shape': (2,)}~not up to a million",
        "{'descr': '<U0', 'fortran_order': False, 'shape': (2147483647,)}~wants 0 bytes",
      })
  void aBadHeaderIsNamed(String dictionary, String message) throws IOException {
    refused(
            Tensors.npz(
                temp.resolve("a.npz"), "x.npy", Tensors.npy(dictionary, (byte) 1, (byte) 2)))
        .hasMessageContaining(message);
  }

  @Test
  void manyEmptyStringsAreCounted() throws IOException {
    byte[] npy = Tensors.npy("{'descr': '<U0', 'fortran_order': False, 'shape': (2147483647,)}");
    refused(Tensors.npz(temp.resolve("a.npz"), "x.npy", npy)).hasMessageContaining("more than");
  }

  @Test
  void everyCutOfAnArrayIsRefused() throws IOException {
    byte[] whole = Tensors.npy(GOOD, (byte) 1, (byte) 2);
    for (int length = 0; length < whole.length; length++) {
      Path file = temp.resolve(length + ".npz");
      refused(Tensors.npz(file, "x.npy", Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void everyCutOfAnArchiveIsRefused() throws IOException {
    Path file = temp.resolve("whole.npz");
    byte[] whole =
        Files.readAllBytes(Tensors.npz(file, "x.npy", Tensors.npy(GOOD, (byte) 1, (byte) 2)));
    for (int length = 0; length < whole.length; length++) {
      refused(Files.write(temp.resolve("cut.npz"), Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"x.npy", "y.npy"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(Tensors.npy(GOOD, (byte) 1, (byte) 2));
      }
    }
    String text = bytes.toString(StandardCharsets.ISO_8859_1).replace("y.npy", "x.npy");
    Path file = Files.write(temp.resolve("a.npz"), text.getBytes(StandardCharsets.ISO_8859_1));
    refused(file).hasMessageContaining("array x twice");
  }

  @Test
  void anEntryThatIsNoArrayIsRefused() throws IOException {
    refused(Tensors.npz(temp.resolve("a.npz"), "../x", new byte[] {1}))
        .hasMessageContaining("no array: ../x");
  }

  /** 4 MB that claim, and would unpack to, 4 GB are refused before anything is allocated. */
  @Test
  void aBombIsRefusedByItsClaim() throws IOException {
    Path file = Tensors.npz(temp.resolve("a.npz"), "x.npy", Tensors.npy(GOOD, (byte) 1, (byte) 2));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = zip.getInt(bytes.length - 22 + 16);
    zip.putInt(directory + 24, 0x7fffffff);
    Files.write(file, bytes);
    refused(file).hasMessageContaining("claims to unpack");
  }

  @Test
  void theTotalIsBounded() throws IOException {
    Path file = temp.resolve("a.npz");
    TensorFile.write(
        file, java.util.List.of(Tensors.longs("x", 1, 2, 3), Tensors.longs("y", 1, 2, 3)));
    Limits limits = new Limits(2, 47, 1000);
    assertThatThrownBy(
            () -> TensorFile.read(file, Tensors.declare("x", "int64", "y", "int64"), limits))
        .hasMessageContaining("more than is read");
    Limits one = new Limits(1, 48, 1000);
    assertThatThrownBy(
            () -> TensorFile.read(file, Tensors.declare("x", "int64", "y", "int64"), one))
        .hasMessageContaining("has 2 arrays, more than 1");
  }

  @Test
  void aBoolIsZeroOrOne() throws IOException {
    byte[] npy =
        Tensors.npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", (byte) 1, (byte) 2);
    refused(Tensors.npz(temp.resolve("a.npz"), "x.npy", npy))
        .hasMessageContaining("neither 0 nor 1");
  }

  @Test
  void theTwoRawBytesOfBfloat16AreRead() throws IOException {
    for (String descr : new String[] {"|V2", "<V2", "<u2"}) {
      byte[] npy =
          Tensors.npy(
              "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (1,)}",
              (byte) 0xc0,
              (byte) 0x3f);
      Path file = Tensors.npz(temp.resolve("a.npz"), "x.npy", npy);
      Tensor tensor = TensorFile.read(file, Tensors.declare("x", "bfloat16")).get(0);
      assertThat(Conversion.text(tensor.data(), 0, tensor.type())).isEqualTo("1.5");
    }
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Path file) {
    return assertThatThrownBy(() -> TensorFile.read(file, Tensors.declare("x", "uint8")))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT));
  }
}
