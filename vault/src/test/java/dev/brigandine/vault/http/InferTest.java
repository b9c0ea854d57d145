package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What good requests are answered. */
class InferTest {
  private static Served served;

  @BeforeAll
  static void start() {
    served =
        Served.start(
            new FakeModels(
                FakeModel.echo("f32", spec("x", "float32", "batch", "2")),
                FakeModel.echo("f64", spec("x", "float64", "?")),
                FakeModel.echo("i64", spec("x", "int64", "?")),
                FakeModel.echo("i32", spec("x", "int32", "?")),
                FakeModel.echo("i16", spec("x", "int16", "?")),
                FakeModel.echo("i8", spec("x", "int8", "?")),
                FakeModel.echo("u8", spec("x", "uint8", "?")),
                FakeModel.echo("bool", spec("x", "bool", "?")),
                FakeModel.echo("text", spec("x", "string", "?")),
                FakeModel.echo("f16", spec("x", "float16", "?")),
                FakeModel.echo("two", spec("a", "float32", "?"), spec("b", "int64", "?"))));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static String infer(String model, String body) throws Exception {
    HttpResponse<String> answer = served.post("/v2/models/" + model + "/infer", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return answer.body();
  }

  private static String one(String type, String shape, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":[%s],\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(shape, type, data);
  }

  @Test
  void flatAndNestedDataAreTheSame() throws Exception {
    String wanted =
        "{\"model_name\":\"f32\",\"model_version\":\"7\",\"outputs\":[{\"name\":\"x_out\","
            + "\"datatype\":\"FP32\",\"shape\":[3,2],\"data\":[1.5,-2.0,0.1,4.0,1.0E20,-0.0]}]}";
    assertThat(infer("f32", one("FP32", "3,2", "[1.5,-2,0.1,4e0,1e20,-0.0]"))).isEqualTo(wanted);
    assertThat(infer("f32", one("FP32", "3,2", " [ [1.5, -2], [0.1,\n4e0],[1e20,-0.0] ] ")))
        .isEqualTo(wanted);
  }

  @Test
  void theIdComesBackAndUnknownMembersArePassedOver() throws Exception {
    assertThat(
            infer(
                "i64",
                """
                {"model_name": "other", "id": "4\\u00e92\\"", "parameters": {"sequence_id": [1, {}]},
                 "inputs": [{"data": [1], "datatype": "INT64", "shape": [1], "name": "x",
                             "parameters": {"content_type": "np"}}],
                 "outputs": [{"name": "x_out", "parameters": {"classification": 3}}]}
                """))
        .contains("\"id\":\"4é2\\\"\"")
        .contains("\"data\":[1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "i64|INT64|[9007199254740993,-9223372036854775808,9223372036854775807]",
        "i32|INT32|[2147483647,-2147483648,0]",
        "i16|INT16|[32767,-32768,0]",
        "i8|INT8|[127,-128,0]",
        "u8|UINT8|[255,0,128]",
        "bool|BOOL|[true,false,true]",
        "f64|FP64|[0.1,-1.7976931348623157E308,4.9E-324]",
        "f64|FP64|[\"NaN\",\"Infinity\",\"-Infinity\"]",
      })
  void everyTypeComesBackExactly(String model, String type, String data) throws Exception {
    assertThat(infer(model, one(type, "3", data))).endsWith("\"data\":" + data + "}]}");
  }

  @Test
  void numbersThatJsonHasNoWordForAreStrings() throws Exception {
    assertThat(infer("f32", one("FP32", "1,2", "[\"NaN\",\"-Infinity\"]")))
        .endsWith("\"data\":[\"NaN\",\"-Infinity\"]}]}");
  }

  @Test
  void stringsComeBackWhateverIsInThem() throws Exception {
    assertThat(infer("text", one("BYTES", "3", "[\"\",\"a\\n\\\"\\u0000\",\"\\ud83d\\ude00é\"]")))
        .endsWith("\"data\":[\"\",\"a\\n\\\"\\u0000\",\"😀é\"]}]}");
  }

  @Test
  void emptyTensorsAreTensors() throws Exception {
    assertThat(infer("f32", one("FP32", "0,2", "[]"))).contains("\"shape\":[0,2],\"data\":[]");
    assertThat(infer("f32", one("FP32", "2,0", "[[],[]]"))).contains("\"data\":[]");
    assertThat(infer("text", one("BYTES", "0", "[]"))).contains("\"data\":[]");
  }

  @Test
  void scalarsHaveOneElement() throws Exception {
    assertThat(infer("i64", one("INT64", "", "[5]"))).contains("\"shape\":[],\"data\":[5]");
  }

  @Test
  void outputsComeInTheOrderTheyAreAskedFor() throws Exception {
    String inputs =
        "{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]},"
            + "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[2]}]";
    assertThat(infer("two", inputs + ",\"outputs\":[{\"name\":\"b_out\"},{\"name\":\"a_out\"}]}"))
        .containsSubsequence("b_out", "a_out");
    assertThat(infer("two", inputs + ",\"outputs\":[{\"name\":\"b_out\"}]}"))
        .doesNotContain("a_out");
    assertThat(infer("two", inputs + ",\"outputs\":[]}")).contains("a_out", "b_out");
  }

  @Test
  void byVersion() throws Exception {
    assertThat(
            served.post("/v2/models/i64/versions/7/infer", one("INT64", "1", "[1]")).statusCode())
        .isEqualTo(200);
    assertThat(
            served.post("/v2/models/i64/versions/8/infer", one("INT64", "1", "[1]")).statusCode())
        .isEqualTo(404);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  @Test
  void binaryDataInAndOut() throws Exception {
    byte[] a = floats(1, Float.NaN, 3);
    byte[] b = {5, 0, 0, 0, 0, 0, 0, -128};
    HttpResponse<byte[]> answer =
        served.post(
            "/v2/models/two/infer",
            "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"a\",\"shape\":[3],"
                + "\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":12}},"
                + "{\"name\":\"b\",\"shape\":[1],\"datatype\":\"INT64\","
                + "\"parameters\":{\"binary_data_size\":8}}]}",
            a,
            b);
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    assertThat(answer.statusCode()).as(text).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    int json =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    assertThat(answer.headers().firstValue("Content-Length"))
        .contains(Integer.toString(answer.body().length));
    assertThat(text.substring(0, json))
        .endsWith("\"shape\":[1],\"parameters\":{\"binary_data_size\":8}}]}");
    ByteBuffer rest = ByteBuffer.wrap(answer.body(), json, answer.body().length - json);
    byte[] both = new byte[20];
    rest.get(both);
    assertThat(rest.hasRemaining()).isFalse();
    assertThat(both).startsWith(a).endsWith(b);
  }

  @Test
  void anOutputMaySayForItself() throws Exception {
    String json =
        "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"a\",\"shape\":[1],"
            + "\"datatype\":\"FP32\",\"data\":[1.5]},{\"name\":\"b\",\"shape\":[1],"
            + "\"datatype\":\"INT64\",\"data\":[7]}],\"outputs\":[{\"name\":\"a_out\"},"
            + "{\"name\":\"b_out\",\"parameters\":{\"binary_data\":false}}]}";
    HttpResponse<byte[]> answer = served.post("/v2/models/two/infer", json, new byte[0]);
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    assertThat(text).contains("\"data\":[7]").contains("{\"binary_data_size\":4}");
    assertThat(answer.body()).endsWith(floats(1.5f));
  }

  @Test
  void halfFloatsAreBinaryOnly() throws Exception {
    byte[] half = {0, 0x3c};
    String input =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP16\","
            + "\"parameters\":{\"binary_data_size\":2}}]%s}";
    HttpResponse<byte[]> answer =
        served.post(
            "/v2/models/f16/infer",
            input.formatted(
                ",\"outputs\":[{\"name\":\"x_out\",\"parameters\":{\"binary_data\":true}}]"),
            half);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).endsWith(half);
    HttpResponse<byte[]> asJson = served.post("/v2/models/f16/infer", input.formatted(""), half);
    assertThat(asJson.statusCode()).isEqualTo(400);
    assertThat(new String(asJson.body(), StandardCharsets.UTF_8)).contains("binary_data");
    HttpResponse<String> numbers = served.post("/v2/models/f16/infer", one("FP16", "1", "[1.0]"));
    assertThat(numbers.statusCode()).isEqualTo(400);
    assertThat(numbers.body()).contains("JSON cannot carry");
  }

  @Test
  void stringsAsBinaryData() throws Exception {
    byte[] strings = {2, 0, 0, 0, 'h', 'i', 0, 0, 0, 0};
    HttpResponse<byte[]> answer =
        served.post(
            "/v2/models/text/infer",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"BYTES\","
                + "\"parameters\":{\"binary_data_size\":10}}]}",
            strings);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("[\"hi\",\"\"]");
  }

  /** More than is kept in memory: it goes out in pieces, and comes whole. */
  @Test
  void longAnswers() throws Exception {
    StringBuilder data = new StringBuilder("[0.5");
    for (int i = 1; i < 150_000; i++) {
      data.append(",0.5");
    }
    data.append(']');
    String answer = infer("f32", one("FP32", "75000,2", data.toString()));
    assertThat(answer).endsWith("\"data\":" + data + "}]}");
  }
}
