package dev.brigandine.vault.config;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@code vault.yaml}, YAML 1.2. Strict: a key it does not know, a value out of its range or a
 * second document is refused with the key's path. Relative paths are the file's neighbours.
 */
public final class ConfigFile {
  /** Bytes of the file. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final Path DEFAULT_SOCKET = Path.of("/run/brigandine/vault.sock");
  private static final Path DEFAULT_STATE = Path.of("/var/lib/brigandine");
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_MODELS = 1000;

  private ConfigFile() {}

  /**
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, or {@link ErrorCode#USAGE} with
   *     the path of the setting that is off
   */
  public static VaultConfig load(Path file) {
    return parse(read(file), file.toAbsolutePath().getParent());
  }

  /**
   * @param folder what relative paths are held against
   * @throws BrigandineException as {@link #load}
   */
  public static VaultConfig parse(String yaml, Path folder) {
    YamlSection top = YamlSection.of("", document(yaml), folder);
    List<ModelConfig> models = new ArrayList<>();
    for (YamlSection section : top.sections("models")) {
      models.add(ModelSection.read(section));
    }
    if (models.isEmpty() || models.size() > MAX_MODELS) {
      throw YamlSection.wrong("models", "must list 1 to " + MAX_MODELS + " models");
    }
    VaultConfig config =
        new VaultConfig(
            top.file("state").orElse(DEFAULT_STATE),
            models,
            local(top.section("local").orElse(YamlSection.of("local", Map.of(), folder))),
            top.section("http").map(section -> NetSection.read(section, 8490)),
            top.section("grpc").map(section -> NetSection.read(section, 8491)),
            top.duration("grace", Duration.ofHours(1)).orElse(Duration.ofSeconds(30)));
    top.done();
    return config;
  }

  private static LocalConfig local(YamlSection section) {
    LocalConfig local =
        new LocalConfig(
            section.file("socket").orElse(DEFAULT_SOCKET),
            section.texts("users"),
            section.bytes("max-bytes", MAX_BYTES).orElse(256L << 20),
            section.number("max-connections", 1, 10_000).orElse(256));
    section.done();
    return local;
  }

  private static Object document(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("the configuration")
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(MAX_LENGTH)
            .build();
    try {
      return new Load(settings).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the configuration is no YAML: " + firstLine(e.getMessage()),
          "docs/vault-operators.md has an example",
          e);
    }
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.strip().lines().findFirst().orElse("");
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
      if (bytes.length > MAX_LENGTH) {
        throw new BrigandineException(
            ErrorCode.USAGE, "the configuration " + file + " is longer than 1 MiB", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the configuration " + file + " is not UTF-8", null, e);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "cannot read the configuration " + file,
          "check the path and its permissions",
          e);
    }
  }
}
