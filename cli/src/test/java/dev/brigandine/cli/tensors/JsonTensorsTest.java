package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTensorsTest {
  private static final List<TensorSpec> DECLARED =
      Tensors.declare(
          "f", "float32", "i", "int64", "u", "uint8", "b", "bool", "s", "string", "h", "float16",
          "o", "other");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"f\": [[1, 2.5], [0.1, 1e-3]]}"
            + "|{\"f\":{\"type\":\"float32\",\"shape\":[2,2],\"data\":[[1.0,2.5],[0.1,0.001]]}}",
        "{\"f\": \"NaN\"}|{\"f\":{\"type\":\"float32\",\"shape\":[],\"data\":\"NaN\"}}",
        "{\"f\": [\"-Infinity\"]}|{\"f\":{\"type\":\"float32\",\"shape\":[1],\"data\":[\"-Infinity\"]}}",
        "{\"i\": 7}|{\"i\":{\"type\":\"int64\",\"shape\":[],\"data\":7}}",
        "{\"i\": [-9223372036854775808, 9223372036854775807, 2.0, 1e3, 0e99999]}"
            + "|{\"i\":{\"type\":\"int64\",\"shape\":[5],\"data\":"
            + "[-9223372036854775808,9223372036854775807,2,1000,0]}}",
        "{\"i\": [[], []]}|{\"i\":{\"type\":\"int64\",\"shape\":[2,0],\"data\":[[],[]]}}",
        "{\"i\": {\"data\": [1, 2, 3, 4], \"shape\": [2, 2], \"type\": \"int8\"}}"
            + "|{\"i\":{\"type\":\"int64\",\"shape\":[2,2],\"data\":[[1,2],[3,4]]}}",
        "{\"b\": [true, 0, 1]}|{\"b\":{\"type\":\"bool\",\"shape\":[3],\"data\":[false,true]}}",
        "{\"s\": [\"a\", \"é<\"]}|{\"s\":{\"type\":\"string\",\"shape\":[2],\"data\":[\"a\",\"é<\"]}}",
        "{\"h\": [0.1]}|{\"h\":{\"type\":\"float16\",\"shape\":[1],\"data\":[0.099975586]}}",
      })
  void isReadAndWritten(String text, String written) throws IOException {
    String expected = written.replace("[false,true]", "[true,false,true]");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorFile.writeJson(out, read(text));
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected + "\n");
    assertThat(read(expected)).isEqualTo(read(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|no JSON object",
        "{\"f\": [1]|malformed JSON",
        "{\"f\": [1]} {}|malformed JSON",
        "{\"f\": [1,]}|malformed JSON",
        "{'f': [1]}|malformed JSON",
        "{\"f\": [NaN]}|malformed JSON",
        "{\"f\": [1], \"f\": [1]}|tensor f twice",
        "{\"f\": [[1], [1, 2]]}|tensor f is ragged",
        "{\"f\": [1, [2]]}|tensor f is ragged",
        "{\"f\": [[2], 1]}|tensor f is ragged",
        "{\"f\": [[], 1]}|tensor f is ragged",
        "{\"f\": [[], [[]]]}|tensor f is ragged",
        "{\"f\": [null]}|input f wants float32, and element 0 in the file is null",
        "{\"f\": [1e39]}|input f wants float32, and element 0 in the file is 1e39",
        "{\"h\": [65520]}|input h wants float16, and element 0 in the file is 65520",
        "{\"i\": [3, 1.5]}|input i wants int64, and element 1 in the file is 1.5",
        "{\"i\": [9223372036854775808]}|input i wants int64, and element 0",
        "{\"i\": [1e999999999]}|input i wants int64, and element 0",
        "{\"i\": [1e-999999999]}|input i wants int64, and element 0",
        "{\"i\": [1e99999999999]}|input i wants int64, and element 0",
        "{\"u\": [256]}|input u wants uint8, and element 0 in the file is 256",
        "{\"u\": [-1]}|input u wants uint8, and element 0 in the file is -1",
        "{\"u\": [\"1\"]}|input u wants uint8, and element 0 in the file is \"1\"",
        "{\"s\": [1]}|input s wants string, and element 0 in the file is 1",
        "{\"b\": [2]}|input b wants bool, and element 0 in the file is 2",
        "{\"x\": [1]}|the model has no input x",
        "{\"x\": {\"type\": \"int64\", \"data\": 1}}|the model has no input x",
        "{\"o\": {\"type\": \"int64\", \"data\": 1}}|no dense tensor",
        "{\"i\": {\"type\": \"int65\", \"data\": 1}}|unknown type int65",
        "{\"i\": {\"type\": \"int8\"}}|tensor i has no data",
        "{\"i\": {\"data\": [1], \"data\": [1]}}|data twice",
        "{\"i\": {\"shape\": [2], \"data\": [1]}}|says shape [2], its data has shape [1]",
        "{\"i\": {\"shape\": [4], \"data\": [[1, 2], [3, 4]]}}|says shape [4]",
        "{\"i\": {\"shape\": [-1], \"data\": [1]}}|no whole number",
        "{\"i\": {\"shape\": [9999999999, 9999999999], \"data\": [1]}}|says shape",
        "{\"i\": {\"values\": [1]}}|unknown member values",
        "{\"i\": {\"type\": \"float64\", \"data\": [1.5]}}|element 0 in the file is 1.5 (float64)",
        "{\"i\": {\"type\": \"bool\", \"data\": [true]}}|input i wants int64, the file has bool",
      })
  void isRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
        .hasMessageContaining(message);
  }

  @Test
  void tooManyAxesAreRefused() {
    assertThatThrownBy(() -> read("{\"i\": " + "[".repeat(33) + "]".repeat(33) + "}"))
        .hasMessageContaining("more than 32 axes");
    assertThatThrownBy(() -> read("{\"i\": " + "[".repeat(9999) + "]".repeat(9999) + "}"))
        .isInstanceOf(BrigandineException.class);
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    assertThatThrownBy(() -> read("{\"\\u001b[31m\": [1]}"))
        .hasMessageContaining("?[31m")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void textIsUtf8() throws IOException {
    Path file = Files.write(temp.resolve("in.json"), new byte[] {'{', '"', (byte) 0xff});
    assertThatThrownBy(() -> TensorFile.read(file, DECLARED)).hasMessageContaining("not UTF-8");
  }

  @Test
  void textIsBounded() throws IOException {
    Path file = Files.writeString(temp.resolve("in.json"), "{\"i\": [1, 2]}");
    assertThatThrownBy(() -> TensorFile.read(file, DECLARED, new Limits(9, 99, 12)))
        .hasMessageContaining("more than 12 bytes of JSON");
    assertThatThrownBy(() -> TensorFile.read(file, DECLARED, new Limits(9, 15, 99)))
        .hasMessageContaining("more than 15 bytes");
  }

  private List<Tensor> read(String text) throws IOException {
    return TensorFile.read(Files.writeString(temp.resolve("in.json"), text), DECLARED);
  }
}
