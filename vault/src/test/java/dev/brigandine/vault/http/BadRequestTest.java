package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad requests are refused in the protocol's form, and a good one right after is answered. */
class BadRequestTest {
  private static final String GOOD =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}";
  private static final FakeModel MODEL = FakeModel.echo("m", spec("x", "float32", "batch", "2"));
  private static Served served;

  @BeforeAll
  static void start() {
    served =
        Served.start(
            new FakeModels(
                MODEL,
                FakeModel.echo("bool", spec("x", "bool", "?")),
                FakeModel.echo("text", spec("x", "string", "?")),
                FakeModel.echo("u8", spec("x", "uint8", "?")),
                FakeModel.echo("i64", spec("x", "int64", "?"))));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @AfterEach
  void itLives() throws Exception {
    MODEL.trouble = null;
    assertThat(served.post("/v2/models/m/infer", GOOD).statusCode()).isEqualTo(200);
    served.awaitRest();
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Brigandine-Code")).contains(code);
    assertThat(answer.body()).matches("(?s)\\{\"error\":\"[^\"].*\"\\}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json||JSON text",
        "{\"inputs\":[]} {}||after its end",
        "{\"inputs\":[]} x||malformed, at byte 14",
        "[]||lacks a '{'",
        "''||is empty",
        "' '||is empty",
        "{\"inputs\":[],}||malformed, at byte 13",
        "{\"inputs\":[]||malformed, at byte 12",
        "{}||no 'inputs'",
        "{\"inputs\":null}||lacks a '['",
        "{\"inputs\":[],\"inputs\":[]}||twice",
        "{\"inputs\":[{\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}||without name",
      })
  void malformed(String body, String unused, String why) throws Exception {
    HttpResponse<String> answer = served.post("/v2/models/m/infer", body);
    refused(answer, 400, "bad-input");
    assertThat(answer.body()).contains(why.replace("\"", "\\\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|1,2|FP64|[1,2]|the model wants FP32",
        "x|1,2|FP99|[1,2]|none that is taken",
        "y|1,2|FP32|[1,2]|no input 'y'",
        "x|-1,2|FP32|[1,2]|negative axis",
        "x|4294967296,4294967296,4294967296|FP32|[1,2]|too large",
        "x|9223372036854775807,2|FP32|[1,2]|too large",
        "x|9223372036854775808|FP32|[1,2]|beyond 64 bits",
        "x|1000000000,2|FP32|[1,2]|more elements than its data can have",
        "x|1.0,2|FP32|[1,2]|where an integer is wanted",
        "x|1e0,2|FP32|[1,2]|where an integer is wanted",
        "x|1,2|FP32|[1]|not as its shape",
        "x|1,2|FP32|[1,2,3]|not as its shape",
        "x|1,2|FP32|[[1],[2]]|not as its shape",
        "x|1,2|FP32|[[1,2,3]]|not as its shape",
        "x|1,2|FP32|[[1,2],[3,4]]|not as its shape",
        "x|1,2|FP32|[[1,2],3]|not as its shape",
        "x|1,2|FP32|[1,[2]]|number is wanted",
        "x|1,2|FP32|[[[1,2]]]|number is wanted",
        "x||FP32|[[1]]|not as its shape",
        "x|1,2|FP32|[NaN,2]|malformed",
        "x|1,2|FP32|[Infinity,2]|malformed",
        "x|1,2|FP32|[\"nan\",2]|text where a number",
        "x|1,2|FP32|[1e39,2]|beyond 32-bit floats",
        "x|1,2|FP32|[01,2]|malformed",
        "x|1,2|FP32|[+1,2]|malformed",
        "x|1,2|FP32|[.5,2]|malformed",
        "x|1,2|FP32|[1.,2]|malformed",
        "x|1,2|FP32|[true,2]|number is wanted",
        "x|1,2|FP32|[null,2]|number is wanted",
        "x|1,2|FP32|{}|lacks a '['",
        "x|1,2|FP32|1|lacks a '['",
      })
  void wrongTensors(String name, String shape, String type, String data, String why)
      throws Exception {
    HttpResponse<String> answer =
        served.post("/v2/models/m/infer", tensor(name, shape == null ? "" : shape, type, data));
    refused(answer, 400, "bad-input");
    assertThat(answer.body()).contains(why);
  }

  private static String tensor(String name, String shape, String type, String data) {
    return "{\"inputs\":[{\"name\":\"%s\",\"shape\":[%s],\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(name, shape, type, data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u8|UINT8|[256]",
        "u8|UINT8|[-1]",
        "i64|INT64|[9223372036854775808]",
        "i64|INT64|[1.5]",
        "i64|INT64|[1e3]",
        "i64|INT64|[\"1\"]",
        "bool|BOOL|[1]",
        "bool|BOOL|[\"true\"]",
        "text|BYTES|[1]",
        "text|BYTES|[\"\\ud800\"]",
        "text|BYTES|[\"\\x\"]",
        "text|BYTES|[\"a]",
      })
  void elementsOfAnotherKind(String model, String type, String data) throws Exception {
    refused(
        served.post("/v2/models/" + model + "/infer", tensor("x", "1", type, data)),
        400,
        "bad-input");
  }

  @Test
  void aMissingInput() throws Exception {
    refused(served.post("/v2/models/m/infer", "{\"inputs\":[]}"), 400, "bad-input");
  }

  @Test
  void anInputTwice() throws Exception {
    String one = "{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}";
    HttpResponse<String> answer =
        served.post("/v2/models/m/infer", "{\"inputs\":[" + one + "," + one + "]}");
    refused(answer, 400, "bad-input");
    assertThat(answer.body()).contains("there twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"name\":\"nothing\"}]",
        "[{\"name\":\"x_out\"},{\"name\":\"x_out\"}]",
        "[{}]",
        "[\"x_out\"]",
        "{}",
        "[{\"name\":\"x_out\",\"parameters\":{\"binary_data\":1}}]",
        "[{\"name\":\"x_out\",\"parameters\":[]}]",
      })
  void wrongOutputs(String outputs) throws Exception {
    String body = GOOD.substring(0, GOOD.length() - 1) + ",\"outputs\":" + outputs + "}";
    refused(served.post("/v2/models/m/infer", body), 400, "bad-input");
  }

  @Test
  void deepNesting() throws Exception {
    String deep = "[".repeat(100_000);
    refused(served.post("/v2/models/m/infer", tensor("x", "1,2", "FP32", deep)), 400, "bad-input");
    refused(served.post("/v2/models/m/infer", "{\"other\":" + deep), 400, "bad-input");
    refused(served.post("/v2/models/m/infer", "{\"a\":".repeat(50_000)), 400, "bad-input");
    String axes = "1,".repeat(64) + "1";
    refused(served.post("/v2/models/m/infer", tensor("x", axes, "FP32", "[1]")), 400, "bad-input");
  }

  @Test
  void bytesThatAreNoUtf8() throws Exception {
    byte[] body = GOOD.replace("\"x\"", "\"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1);
    HttpResponse<String> answer =
        served.send(served.request("/v2/models/m/infer").POST(BodyPublishers.ofByteArray(body)));
    refused(answer, 400, "bad-input");
    assertThat(answer.body()).contains("UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 8",
    "+8, 8",
    "1e1, 8",
    "99999999999, 8",
    "4294967296, 8",
    "1000, 8",
    "0, 8",
    "5, 8",
  })
  void headerLengthsThatLie(String header, int size) throws Exception {
    HttpResponse<String> answer =
        served.send(
            served
                .request("/v2/models/m/infer")
                .header("Inference-Header-Content-Length", header)
                .POST(BodyPublishers.ofString(GOOD + "12345678")));
    refused(answer, 400, "bad-input");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 7",
    "8, 9",
    "8, 0",
    "7, 7",
    "9, 9",
    "0, 0",
    "-8, 8",
    "9223372036854775807, 8",
    "1e1, 10",
  })
  void binarySizesThatLie(String said, int sent) throws Exception {
    HttpResponse<byte[]> answer =
        served.post("/v2/models/m/infer", binary("FP32", "1,2", said), new byte[sent]);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("{\"error\":\"");
  }

  private static String binary(String type, String shape, String size) {
    return ("{\"inputs\":[{\"name\":\"x\",\"shape\":[%s],\"datatype\":\"%s\","
            + "\"parameters\":{\"binary_data_size\":%s}}]}")
        .formatted(shape, type, size);
  }

  @Test
  void binaryDataThatIsNotWhatItsTypeAllows() throws Exception {
    assertThat(
            served
                .post("/v2/models/bool/infer", binary("BOOL", "1", "1"), new byte[] {2})
                .statusCode())
        .isEqualTo(400);
    byte[][] strings = {
      {1, 0, 0, 0},
      {-1, -1, -1, -1, 'a'},
      {1, 0, 0, 0, 'a', 'b'},
      {0, 0, 0, 0, 0, 0, 0, 0},
      {-1, -1, -1, 127, 'a'},
      {0, 0},
    };
    for (byte[] each : strings) {
      String json = binary("BYTES", "1", Integer.toString(each.length));
      assertThat(served.post("/v2/models/text/infer", json, each).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void bothKindsOfDataAndNeither() throws Exception {
    String both = GOOD.replace("\"data\"", "\"parameters\":{\"binary_data_size\":8},\"data\"");
    assertThat(served.post("/v2/models/m/infer", both, new byte[8]).statusCode()).isEqualTo(400);
    refused(
        served.post("/v2/models/m/infer", GOOD.replace(",\"data\":[1,2]", "")), 400, "bad-input");
  }

  @Test
  void unknownModelsVersionsAndPaths() throws Exception {
    refused(served.post("/v2/models/none/infer", GOOD), 404, "model-unknown");
    refused(served.get("/v2/models/none"), 404, "model-unknown");
    refused(served.get("/v2/models/none/ready"), 404, "model-unknown");
    refused(served.get("/v2/models/m/versions/8"), 404, "model-unknown");
    refused(served.get("/v2/models/m/versions/latest"), 404, "model-unknown");
    refused(served.get("/v2/models/m/versions/99999999999999999999/ready"), 404, "model-unknown");
    refused(served.get("/v3"), 404, "usage");
    refused(served.get("/"), 404, "usage");
    HttpResponse<String> get = served.get("/v2/models/m/infer");
    refused(get, 405, "usage");
    assertThat(get.headers().firstValue("Allow")).contains("POST");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void whatAModelRefusesHasItsStatus(ErrorCode code) throws Exception {
    MODEL.trouble = new BrigandineException(code, "a sentence", "a hint");
    HttpResponse<String> answer = served.post("/v2/models/m/infer", GOOD);
    int status =
        switch (code) {
          case BAD_INPUT, USAGE -> 400;
          case CALLER_REFUSED -> 401;
          case LICENSE_EXPIRED,
              WRONG_MACHINE,
              CLOCK_TURNED_BACK,
              REVOKED,
              NO_KEY_FITS,
              TOKEN_UNAVAILABLE,
              ISOLATION_REQUIRED,
              BAD_SIGNATURE,
              ROLLBACK ->
              403;
          case MODEL_UNKNOWN -> 404;
          case TOO_LARGE -> 413;
          case RATE_LIMITED -> 429;
          case OVERLOADED,
              CANCELLED,
              NO_FREE_LEASE,
              LEASE_LOST,
              SERVER_UNREACHABLE,
              VAULT_UNREACHABLE ->
              503;
          case TIMED_OUT -> 504;
          default -> 500;
        };
    refused(answer, status, code.id());
    assertThat(answer.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(status == 503 || status == 429);
    assertThat(served.get("/v2/models/m/ready").statusCode()).isEqualTo(503);
    assertThat(served.get("/v2/health/ready").statusCode()).isEqualTo(503);
    assertThat(served.get("/v2/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aCallersWordsCannotBreakTheAnswer() throws Exception {
    String name = "\\u0000\\n\\\"}<script>" + "é".repeat(500);
    HttpResponse<String> answer =
        served.post("/v2/models/m/infer", tensor(name, "1,2", "FP32", "[1,2]"));
    refused(answer, 400, "bad-input");
    assertThat(answer.body().length()).isLessThan(300);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }
}
