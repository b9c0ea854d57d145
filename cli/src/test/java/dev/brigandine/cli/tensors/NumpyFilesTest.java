package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.TensorSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Files that numpy wrote; {@code tensors/make.py} made them. */
class NumpyFilesTest {
  private static final List<String> OWN_NAMES =
      Stream.of(ElementType.values()).map(ElementType::id).toList();

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BFLOAT16", "STRING"})
  void everyTypeIsRead(ElementType type) throws Exception {
    Tensor tensor = read("numpy.npz").get(type.id());
    assertThat(tensor.type()).isEqualTo(type);
    assertThat(tensor.shape()).containsExactly(2, 3);
    List<String> expected =
        type == ElementType.BOOL
            ? List.of("false", "true", "false", "true", "false", "false")
            : type.isInteger()
                ? List.of("0", "1", "2", "3", "4", "120")
                : List.of("0.0", "1.0", "2.0", "3.0", "4.0", "120.0");
    assertThat(texts(tensor)).isEqualTo(expected);
  }

  @Test
  void stringsScalarsAndEmptyArraysAreRead() throws Exception {
    Map<String, Tensor> tensors = read("numpy.npz");
    assertThat(tensors.get("strings").strings()).containsExactly("", "plain", "naïve 東京 😀");
    assertThat(tensors.get("scalar").shape()).isEmpty();
    assertThat(texts(tensors.get("scalar"))).containsExactly("2.5");
    assertThat(tensors.get("empty").shape()).containsExactly(2, 0);
  }

  @Test
  void bigEndianIsTurned() throws Exception {
    Map<String, Tensor> little = read("numpy.npz");
    Map<String, Tensor> big = read("big-endian.npz");
    assertThat(big).hasSize(10);
    big.forEach(
        (name, tensor) -> {
          if (tensor.type() != ElementType.STRING) {
            assertThat(tensor).isEqualTo(little.get(name));
          }
        });
    assertThat(big.get("strings").strings()).containsExactly("", "naïve 東京 😀");
  }

  @Test
  void fortranOrderIsTurned() throws Exception {
    Map<String, Tensor> tensors = read("fortran.npz");
    ByteBuffer data = tensors.get("float32").data();
    for (int i = 0; i < 24; i++) {
      assertThat(data.getFloat(i * 4)).isEqualTo(i);
    }
    assertThat(tensors.get("strings").strings()).containsExactly("a", "bc", "d", "");
  }

  @Test
  void whatWeWriteIsWhatNumpyWrote(@TempDir Path temp) throws Exception {
    Map<String, Tensor> tensors = read("numpy.npz");
    for (String ending : List.of("npz", "json")) {
      Path copy = temp.resolve("copy." + ending);
      TensorFile.write(copy, List.copyOf(tensors.values()));
      assertThat(read(copy)).isEqualTo(tensors);
    }
  }

  private static List<String> texts(Tensor tensor) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < tensor.elements(); i++) {
      texts.add(Conversion.text(tensor.data(), i, tensor.type()));
    }
    return texts;
  }

  private static Map<String, Tensor> read(String file) throws IOException, URISyntaxException {
    return read(Path.of(NumpyFilesTest.class.getResource("/tensors/" + file).toURI()));
  }

  private static Map<String, Tensor> read(Path file) throws IOException {
    List<TensorSpec> declared =
        Stream.concat(
                OWN_NAMES.stream()
                    .filter(n -> !n.equals("string"))
                    .map(n -> new TensorSpec(n, n, List.of())),
                Stream.of(
                    new TensorSpec("strings", "string", List.of()),
                    new TensorSpec("scalar", "float32", List.of()),
                    new TensorSpec("empty", "int64", List.of())))
            .toList();
    return TensorFile.read(file, declared).stream()
        .collect(Collectors.toMap(Tensor::name, Function.identity()));
  }
}
