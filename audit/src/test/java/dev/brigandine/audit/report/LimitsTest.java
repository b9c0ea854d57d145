package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static Limits limits(String... each) {
    return parse("{\"format\":1,\"limits\":[" + String.join(",", each).replace('\'', '"') + "]}");
  }

  private static Limits parse(String json) {
    return Limits.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'attack':'file-scan','form':'*','verdict':'nothing'} | true",
        "{'attack':'file-scan','verdict':'nothing'} | true",
        "{'attack':'file-scan','form':'plain','verdict':'nothing'} | false",
        "{'attack':'file-scan','form':'plain','verdict':'full'} | true",
        "{'attack':'hooked-session','form':'armored','verdict':'partial'} | true",
        "{'attack':'hooked-session','form':'armored','verdict':'nothing'} | false",
        "{'attack':'hooked-session','form':'vault','verdict':'nothing'} | true",
        "{'attack':'file-scan','form':'vault','verdict':'refused'} | true",
        "{'attack':'hooked-session','form':'*','verdict':'partial'} | false",
        "{'attack':'hooked-session','form':'armored','figure':'with-initializers','max':0.503} | true",
        "{'attack':'hooked-session','form':'armored','figure':'with-initializers','max':0.502} | false",
        "{'attack':'license-bypass','form':'sealed','figure':'tried','min':38} | true",
        "{'attack':'license-bypass','form':'sealed','figure':'tried','min':39,'max':50} | false",
        "{'attack':'query-knockoff','form':'armored','figure':'accuracy-20k','max':0.9} | true",
        "{'attack':'query-knockoff','form':'*','figure':'accuracy-20k','max':0.8} | false"
      })
  void aLimitIsKeptOrNot(String limit, boolean kept) {
    LimitsVerdict verdict = limits(limit).judge(SampleReports.usual());
    assertThat(verdict.lines()).hasSize(1);
    assertThat(verdict.met()).as(verdict.lines().get(0).told()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'attack':'core-file','form':'armored','verdict':'nothing'} | armored: not measured, gdb is not installed",
        "{'attack':'memory-scan','form':'vault','verdict':'full'} | in the vault: not measured, gdb ended with status 1",
        "{'attack':'tampering','form':'*','verdict':'full'} | sealed: not measured; rewritten: not measured",
        "{'attack':'hooked-session','form':'armored','figure':'wiht-keys','max':1} | not measured; its figures are graph-only, with-initializers and with-keys",
      })
  void whatWasNotMeasuredIsNotKept(String limit, String told) {
    LimitsVerdict verdict = limits(limit).judge(SampleReports.usual());
    assertThat(verdict.met()).isFalse();
    assertThat(verdict.lines().get(0).told()).contains(told);
  }

  @Test
  void aFormThatWasNotAttackedIsNotKept() {
    AuditReport usual = SampleReports.usual();
    AuditReport onlyPlain =
        SampleReports.report(
            usual.subject(),
            List.of(SampleReports.ALL.get(0)),
            usual.attacks(),
            usual.cells().stream()
                .filter(c -> c.form().equals(java.util.Optional.of(SampleReports.ALL.get(0))))
                .toList(),
            List.of(),
            false);
    for (String form : List.of("*", "vault")) {
      LimitsVerdict verdict =
          limits("{'attack':'file-scan','form':'" + form + "','verdict':'full'}").judge(onlyPlain);
      assertThat(verdict.met()).isFalse();
      assertThat(verdict.lines().get(0).told()).contains("not measured");
    }
  }

  @Test
  void aStoppedAuditKeepsNoLimitOnWhatItDidNotComeTo() {
    assertThat(
            limits("{'attack':'file-scan','verdict':'full'}")
                .judge(SampleReports.nothingTried())
                .met())
        .isFalse();
  }

  @Test
  void anUnknownAttackIsRefusedBeforeTheAudit() {
    Limits limits = limits("{'attack':'file-scam','verdict':'nothing'}");
    assertThatThrownBy(() -> limits.check(SampleReports.usual().attacks()))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
              assertThat(e).hasMessageContaining("file-scam");
              assertThat(e.hint().orElse("")).contains("file-scan", "query-dfme");
            });
    assertThatThrownBy(() -> limits.judge(SampleReports.usual()))
        .isInstanceOf(BrigandineException.class);
  }

  @Test
  void applicationsAreJudgedByExposure() {
    AppReport app = SampleReports.app();
    LimitsVerdict verdict = limits("{'exposure':'protected'}").judge(app);
    assertThat(verdict.met()).isFalse();
    assertThat(verdict.lines().get(0).told()).contains("libdetector.so", "veiled", "2 more");
    assertThat(limits("{'exposure':'open','unread':1}").judge(app).met()).isTrue();
    assertThat(limits("{'exposure':'open'}").judge(app).lines().get(0).told())
        .contains("could not be looked into");
    AppReport clean = SampleReports.app("app", List.of(), List.of(), false);
    assertThat(limits("{'exposure':'protected'}").judge(clean).met()).isTrue();
    AppReport stopped = SampleReports.app("app", List.of(), List.of(), true);
    assertThat(limits("{'exposure':'protected'}").judge(stopped).met()).isFalse();
  }

  @Test
  void eachKindOfReportNeedsLimitsOfItsKind() {
    assertThatThrownBy(() -> limits("{'exposure':'open'}").judge(SampleReports.usual()))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("none on attacks");
    assertThatThrownBy(
            () -> limits("{'attack':'file-scan','verdict':'full'}").judge(SampleReports.app()))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("none on exposure");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"format\":2,\"limits\":[{\"exposure\":\"open\"}]}",
        "{\"format\":1,\"limits\":[]}",
        "{\"format\":1,\"limits\":[{}]}",
        "{\"format\":1,\"limits\":[1]}",
        "{\"format\":1,\"limits\":[{\"exposure\":\"open\"}],\"more\":1}",
        "{\"format\":1,\"format\":1,\"limits\":[{\"exposure\":\"open\"}]}",
        "{\"format\":1,\"limits\":[{\"exposure\":\"closed\"}]}",
        "{\"format\":1,\"limits\":[{\"exposure\":\"open\",\"unread\":-1}]}",
        "{\"format\":1,\"limits\":[{\"exposure\":\"open\",\"attack\":\"a\"}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\"}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"figure\":\"b\"}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"figure\":\"b\",\"max\":\"1\"}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"figure\":\"b\",\"max\":1e999}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"figure\":\"b\",\"max\":NaN}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"figure\":\"b\",\"max\":1,\"min\":2}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"figure\":\"b\",\"max\":1,\"verdict\":\"full\"}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"form\":\"any\",\"verdict\":\"full\"}]}",
        "{\"format\":1,\"limits\":[{\"attack\":\"a\",\"verdict\":\"Full\"}]}",
        "{\"format\":1,\"limits\":[{\"exposure\":\"open\"}]} {}",
        "{'format':1,'limits':[{'exposure':'open'}]}",
        "{\"format\":1,\"limits\":[{\"exposure\":\"open\"},]}"
      })
  void whatIsNotAsDocumentedIsRefused(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
              assertThat(e.getMessage()).doesNotContain("\n").doesNotEndWith(".");
            });
  }

  @Test
  void sizesHaveBounds() {
    assertThatThrownBy(() -> parse("[".repeat(10_000))).isInstanceOf(BrigandineException.class);
    assertThatThrownBy(() -> parse(" ".repeat(70_000)))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("65536 bytes");
    String[] many = new String[501];
    java.util.Arrays.fill(many, "{'exposure':'open'}");
    assertThatThrownBy(() -> limits(many))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("500 elements");
  }

  @Test
  void aMissingFileIsToldByItsName(@TempDir Path folder) {
    assertThatThrownBy(() -> Limits.read(folder.resolve("limits.json")))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_UNREADABLE))
        .hasMessageContaining("limits.json");
  }

  @Test
  void theDocumentedExamplesAreRead() throws Exception {
    String page = Files.readString(Path.of("../docs/audit-limits.md"));
    Matcher example = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page);
    int examples = 0;
    while (example.find()) {
      assertThat(parse(example.group(1))).isNotNull();
      examples++;
    }
    assertThat(examples).isPositive();
  }
}
