package dev.brigandine.vault.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.model.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whatever the bytes, a body is read in full or refused, and its memory is given back. */
class InferBodyFuzzTest {
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.BAD_INPUT, ErrorCode.OVERLOADED, ErrorCode.TOO_LARGE);
  private static final List<TensorSpec> INPUTS =
      Stream.of(
              "float32", "float64", "int64", "int32", "int8", "uint8", "bool", "string", "float16")
          .map(type -> new TensorSpec(type, type, List.of("?")))
          .toList();
  private static final List<TensorSpec> OUTPUTS =
      List.of(new TensorSpec("y", "float32", List.of("?")));

  @FuzzTest
  void body(byte[] data) {
    // The first byte says how much of the rest is the JSON text.
    int length = data.length;
    int json = length == 0 ? 0 : (int) ((data[0] & 0xff) / 255.0 * length);
    Memory memory = new Memory(1 << 20);
    for (int text : new int[] {length, json}) {
      try (Memory.Arena arena = memory.arena()) {
        InferRequest request = InferReader.read(data, length, text, INPUTS, OUTPUTS, arena);
        for (Tensor input : request.inputs()) {
          assertThat(input.data().remaining()).isLessThanOrEqualTo(8 * length + 8);
        }
        assertThat(memory.used()).isLessThanOrEqualTo(1 << 20);
      } catch (BrigandineException e) {
        assertThat(e.code()).isIn(REFUSALS);
      }
      assertThat(memory.used()).isZero();
    }
  }

  @FuzzTest
  void jsonAgreesWithItself(byte[] data) {
    JsonCursor cursor;
    try {
      cursor = new JsonCursor(data, 0, data.length);
      cursor.skip();
      cursor.finish();
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
      return;
    }
    // What is passed over as JSON, another reader takes for JSON, too.
    String text = new String(data, java.nio.charset.StandardCharsets.UTF_8);
    com.google.gson.stream.JsonReader reader =
        new com.google.gson.stream.JsonReader(new java.io.StringReader(text));
    reader.setStrictness(com.google.gson.Strictness.STRICT);
    try {
      reader.skipValue();
      assertThat(reader.peek()).isEqualTo(com.google.gson.stream.JsonToken.END_DOCUMENT);
    } catch (java.io.IOException | IllegalStateException e) {
      throw new AssertionError("taken for JSON, and is none: " + text, e);
    }
  }
}
