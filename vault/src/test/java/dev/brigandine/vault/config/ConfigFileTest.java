package dev.brigandine.vault.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final Path FOLDER = Path.of("/etc/brigandine");
  private static final String MODEL =
      """
      models:
        - name: minilm
          bundle: minilm.brig
          license: licence.jwt
          device: device.key
      """;

  private static VaultConfig parse(String yaml) {
    return ConfigFile.parse(yaml, FOLDER);
  }

  @Test
  void theLeastThereMayBeIsClosedToTheNetwork() {
    VaultConfig config = parse(MODEL);
    assertThat(config.http()).isEmpty();
    assertThat(config.grpc()).isEmpty();
    assertThat(config.local().users()).isEmpty();
    ModelConfig model = config.models().get(0);
    assertThat(model.bundle()).isEqualTo(FOLDER.resolve("minilm.brig"));
    assertThat(model.licensing())
        .isEqualTo(new ModelConfig.Licensing.File(FOLDER.resolve("licence.jwt")));
    assertThat(model.batching()).isEmpty();
  }

  @Test
  void everySettingIsRead() {
    VaultConfig config =
        parse(
            """
            state: /srv/state
            grace: 5m
            local:
              socket: v.sock
              users: [app, web]
              max-bytes: 16MiB
              max-connections: 9
            http:
              listen: "[::1]:0"
              api-keys: keys
              tls: {certificate: c.pem, key: k.pem, client-authority: ca.pem}
              max-bytes: 512KiB
              body-timeout: 200ms
            grpc:
              listen: 0.0.0.0:1234
            models:
              - name: minilm
                bundle: /srv/minilm.brig
                license-server: {address: "https://licences.example", entitlement: abc, cache: c, trusted-certificates: ca.pem}
                device: device.key
                passphrase-file: pass
                trust: vendor.pub
                revocations: revoked
                threads: 2
                concurrency: 3
                queue: 0
                timeout: 1s
                feature: embed
                batching: {max-size: 8, max-delay: 2ms}
                embeddings: {tokenizer: t.json, pooling: cls, normalize: false, max-tokens: 256}
            """);
    assertThat(config.grace()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.local())
        .isEqualTo(new LocalConfig(FOLDER.resolve("v.sock"), List.of("app", "web"), 16L << 20, 9));
    NetConfig http = config.http().orElseThrow();
    assertThat(http.host()).isEqualTo("::1");
    assertThat(http.port()).isZero();
    assertThat(http.maxBytes()).isEqualTo(512L << 10);
    assertThat(http.bodyTimeout()).isEqualTo(Duration.ofMillis(200));
    assertThat(http.tls().orElseThrow().clientAuthority()).contains(FOLDER.resolve("ca.pem"));
    assertThat(config.grpc().orElseThrow().port()).isEqualTo(1234);
    ModelConfig model = config.models().get(0);
    assertThat(model.licensing())
        .isEqualTo(
            new ModelConfig.Licensing.Server(
                URI.create("https://licences.example"),
                "abc",
                FOLDER.resolve("c"),
                Optional.of(FOLDER.resolve("ca.pem"))));
    assertThat(model.threads()).hasValue(2);
    assertThat(model.queue()).isZero();
    assertThat(model.batching()).contains(new ModelConfig.Batching(8, Duration.ofMillis(2)));
    assertThat(model.embeddings())
        .contains(
            new ModelConfig.Embeddings(Optional.of(FOLDER.resolve("t.json")), "cls", false, 256));
  }

  @Test
  void aBatchThatHasAllProcessorsIsAloneOnThem() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(parse(MODEL).models().get(0).concurrency()).isEqualTo(processors);
    String batching = MODEL + "    batching: {max-size: 8}\n";
    assertThat(parse(batching).models().get(0).concurrency()).isEqualTo(1);
    String narrow = batching + "    threads: 1\n";
    assertThat(parse(narrow).models().get(0).concurrency()).isEqualTo(processors);
  }

  /** What a typing mistake would silently leave open. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "locale: {users: [app]}            | locale is no setting",
        "local: {user: [app]}              | local.user is no setting",
        "local: {users: app}               | local.users must be a list",
        "local: {users: [[app]]}           | local.users[0] must be a text",
        "local: {max-bytes: 1TB}           | local.max-bytes must be a size",
        "local: {max-bytes: 0}             | local.max-bytes must be a size",
        "local: {max-bytes: 999999999999GiB} | local.max-bytes must be a size",
        "local: {max-connections: -1}      | local.max-connections must be a whole number",
        "http: {listen: '127.0.0.1:99999'} | http.listen must be host:port",
        "http: true                        | http must have keys and values",
        "http: {tls: {key: k}}             | http.tls.certificate is missing",
        "grace: soon                       | grace must be a time",
        "grace: 2h                         | grace must be a time",
      })
  void aSettingThatIsOffIsNamed(String line, String message) {
    assertThatThrownBy(() -> parse(line + "\n" + MODEL))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: ../x             | models[0].name must be letters",
        "threads: 0             | models[0].threads must be a whole number",
        "device: ''             | models[0].device must be a text",
        "batching: {max-size: 1} | models[0].batching.max-size must be",
        "embeddings: {pooling: max} | models[0].embeddings.pooling must be mean, cls or none",
        "license-server: {}     | models[0].license or license-server must be there, and not both",
      })
  void aModelThatIsOffIsNamed(String line, String message) {
    String key = line.substring(0, line.indexOf(':'));
    StringBuilder yaml = new StringBuilder("models:\n  - queue: 1\n");
    for (String usual : List.of("name: m", "bundle: m.brig", "license: l.jwt", "device: d.key")) {
      if (!usual.startsWith(key + ":")) {
        yaml.append("    ").append(usual).append('\n');
      }
    }
    yaml.append("    ").append(line).append('\n');
    assertThatThrownBy(() -> parse(yaml.toString()))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "models: []",
        "models: [{}]",
        "a: b: c",
        "\tx",
        "models: [\n",
        "--- {}\n--- {}",
        "x: &x [*x]",
        "grace: 1s\ngrace: 2s",
        "!!java.io.File [x]",
        "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]"
      })
  void whatIsNoConfigurationIsRefused(String yaml) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }

  @Test
  void aFileThatIsMissingOrHugeIsRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> ConfigFile.load(folder.resolve("none")))
        .hasMessageContaining("cannot read the configuration");
    Path huge = Files.write(folder.resolve("huge"), new byte[ConfigFile.MAX_LENGTH + 1]);
    assertThatThrownBy(() -> ConfigFile.load(huge)).hasMessageContaining("longer than");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28});
    assertThatThrownBy(() -> ConfigFile.load(binary)).hasMessageContaining("not UTF-8");
  }
}
