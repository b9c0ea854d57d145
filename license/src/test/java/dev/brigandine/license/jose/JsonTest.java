package dev.brigandine.license.jose;

import static dev.brigandine.bundle.ErrorCode.TAMPERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.license.Refused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static JsonObject parse(String text) {
    return Json.parseObject(text.getBytes(StandardCharsets.UTF_8), "the text");
  }

  @Test
  void readsWhatLicencesAreMadeOf() {
    JsonObject object =
        parse(
            " {\"a\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\udd11é🔑\",\t\"n\":-12,\r\n"
                + "\"z\":0,\"big\":9223372036854775807,\"small\":-9223372036854775808,"
                + "\"o\":{},\"l\":[],\"m\":[1,\"x\",{\"y\":[2]}]} \n");
    assertThat(object.string("a")).isEqualTo("\"\\/\b\f\n\r\té🔑é🔑");
    assertThat(object.integer("n", -100, 0)).isEqualTo(-12);
    assertThat(object.integer("z", 0, 0)).isZero();
    assertThat(object.integer("big", 0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(object.integer("small", Long.MIN_VALUE, 0)).isEqualTo(Long.MIN_VALUE);
    object.object("o").end();
    assertThat(object.array("l")).isEmpty();
    assertThat(object.array("m")).hasSize(3);
    object.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"a\"",
        "7",
        "null",
        "{",
        "}",
        "{}}",
        "{} x",
        "{a:1}",
        "{'a':1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[1,]}",
        "{\"a\":[,]}",
        "{\"a\":[1 2]}",
        "{\"a\":[}",
        "{\"a\":true}",
        "{\"a\":false}",
        "{\"a\":null}",
        "{\"a\":1.0}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":-0}",
        "{\"a\":--1}",
        "{\"a\":+1}",
        "{\"a\":0x1}",
        "{\"a\":9223372036854775808}",
        "{\"a\":-9223372036854775809}",
        "{\"a\":12345678901234567890123}",
        "{\"a\":NaN}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\u12",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\v\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"\\ud800x\"}",
        "{/**/\"a\":1}",
        "{\"a\":1}//",
        "\uFEFF{}",
        "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":1}}}}}}}",
        "{\"a\":[[[[[[[[1]]]]]]]]}",
        "{\"a\":\"\\u\u0661\u0661\u0661\u0661\"}"
      })
  void refusesAllElse(String text) {
    Refused.with(TAMPERED, () -> parse(text));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[][] bad = {
      {(byte) 0x80},
      {(byte) 0xc3},
      {(byte) 0xc0, (byte) 0xaf},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {(byte) 0xff}
    };
    for (byte[] sequence : bad) {
      byte[] text = new byte[8 + sequence.length];
      System.arraycopy("{\"a\":\"".getBytes(StandardCharsets.US_ASCII), 0, text, 0, 6);
      System.arraycopy(sequence, 0, text, 6, sequence.length);
      text[text.length - 2] = '"';
      text[text.length - 1] = '}';
      assertThat(Refused.with(TAMPERED, () -> Json.parseObject(text, "the text")))
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void widthAndDepthAreBounded() {
    StringBuilder members = new StringBuilder("{\"m\":0");
    for (int i = 1; i < Json.MAX_MEMBERS; i++) {
      members.append(",\"m").append(i).append("\":0");
    }
    assertThat(parse(members + "}").size()).isEqualTo(Json.MAX_MEMBERS);
    Refused.with(TAMPERED, () -> parse(members + ",\"x\":0}"));
    String elements = "0,".repeat(Json.MAX_ELEMENTS - 1) + "0";
    assertThat(parse("{\"a\":[" + elements + "]}").array("a")).hasSize(Json.MAX_ELEMENTS);
    Refused.with(TAMPERED, () -> parse("{\"a\":[" + elements + ",0]}"));
    Refused.with(TAMPERED, () -> parse("{\"a\":" + "[".repeat(100_000)));
    Refused.with(TAMPERED, () -> parse("{\"a\":".repeat(100_000)));
  }

  @Test
  void aMemberIsTakenOnceAndLeftoversAreRefused() {
    JsonObject object = parse("{\"a\":1,\"b\":2}");
    object.integer("a", 0, 9);
    Refused.with(TAMPERED, object::end);
    Refused.with(TAMPERED, () -> object.integer("c", 0, 9));
    Refused.with(TAMPERED, () -> object.integer("b", 3, 9));
  }
}
