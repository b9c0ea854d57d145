package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.ModelInterface.Port;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tensor index of an armored model: its form, and everything that must agree in it. */
class ModelInterfaceTest {
  private static final List<TensorIndex.Part> PARTS =
      List.of(
          new TensorIndex.Part("graph.0", List.of("a", "k"), List.of("j"), List.of()),
          new TensorIndex.Part("graph.1", List.of("j", "m", "b"), List.of("o", "p"), List.of()));

  private static final ModelInterface FACE =
      new ModelInterface(
          List.of(port("x", "a", "batch", "3"), port("ü\"", "b")),
          List.of(port("x", "o"), port("y", "p", "?")),
          List.of(
              new KeySpec("m", KeySpec.Kind.MIX, 2, 4, List.of(2L, 4L, 4L)),
              new KeySpec("k", KeySpec.Kind.PERMUTE, 1, 8, List.of(8L))));

  private static final String JSON = text(new TensorIndex(PARTS, List.of(), Optional.of(FACE)));

  private static Port port(String name, String alias, String... shape) {
    return new Port(new TensorSpec(name, "float32", List.of(shape)), alias);
  }

  private static String text(TensorIndex index) {
    return new String(index.toJson(), StandardCharsets.UTF_8);
  }

  private static TensorIndex parse(String json) {
    return TensorIndex.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFormIsAsSpecified() {
    assertThat(JSON)
        .endsWith(
            "],\"digests\":[],"
                + "\"inputs\":[{\"name\":\"x\",\"type\":\"float32\",\"shape\":[\"batch\",\"3\"],"
                + "\"alias\":\"a\"},"
                + "{\"name\":\"ü\\\"\",\"type\":\"float32\",\"shape\":[],\"alias\":\"b\"}],"
                + "\"outputs\":[{\"name\":\"x\",\"type\":\"float32\",\"shape\":[],\"alias\":\"o\"},"
                + "{\"name\":\"y\",\"type\":\"float32\",\"shape\":[\"?\"],\"alias\":\"p\"}],"
                + "\"keys\":[{\"input\":\"m\",\"kind\":\"mix\",\"count\":2,\"size\":4,"
                + "\"shape\":[2,4,4]},"
                + "{\"input\":\"k\",\"kind\":\"permute\",\"count\":1,\"size\":8,"
                + "\"shape\":[8]}]}");
    assertThat(parse(JSON).face()).contains(FACE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the form
        "'\"kind\":\"mix\"' | '\"kind\":\"dense\"'",
        "'\"kind\":\"mix\"' | '\"kind\":\"MIX\"'",
        "'\"kind\":\"mix\"' | '\"kind\":\"mixed\"'",
        "'\"count\":2' | '\"count\":-2'",
        "'\"count\":2' | '\"count\":9223372036854775808'",
        "',\"alias\":\"a\"' | ''",
        "',\"keys\":[' | ',\"locks\":['",
        "'\"input\":\"m\",\"kind\":\"mix\"' | '\"kind\":\"mix\",\"input\":\"m\"'",
        // counts, sizes and shapes
        "'\"count\":2' | '\"count\":1'",
        "'\"count\":2' | '\"count\":0'",
        "'\"size\":4' | '\"size\":5'",
        "'\"size\":8' | '\"size\":0'",
        "'\"shape\":[8]' | '\"shape\":[2,2]'",
        "'\"shape\":[8]' | '\"shape\":[8,0]'",
        "'\"size\":8,\"shape\":[8]' | '\"size\":16777217,\"shape\":[16777217]'",
        "'\"count\":2,\"size\":4,\"shape\":[2,4,4]' | '\"count\":5,\"size\":1024,\"shape\":[5242880]'",
        "'\"kind\":\"permute\",\"count\":1,\"size\":8' | '\"kind\":\"permute\",\"count\":2,\"size\":4'",
        // names
        "'\"alias\":\"b\"' | '\"alias\":\"a\"'",
        "'\"alias\":\"p\"' | '\"alias\":\"o\"'",
        "'\"name\":\"y\"' | '\"name\":\"x\"'",
        "'\"name\":\"ü\\\"\"' | '\"name\":\"x\"'",
        "'\"input\":\"m\"' | '\"input\":\"k\"'",
        "'\"input\":\"m\"' | '\"input\":\"a\"'",
        "'\"input\":\"m\"' | '\"input\":\"n\"'",
        "'\"input\":\"m\"' | '\"input\":\"j\"'",
        "'\"alias\":\"a\"' | '\"alias\":\"c\"'",
        "'\"alias\":\"p\"' | '\"alias\":\"q\"'",
        "'\"inputs\":[\"a\",\"k\"]' | '\"inputs\":[\"a\",\"k\",\"z\"]'",
        "'\"inputs\":[\"a\",\"k\"]' | '\"inputs\":[\"a\",\"k\",\"o\"]'",
        "'\"inputs\":[\"j\",\"m\",\"b\"]' | '\"inputs\":[\"j\",\"b\"]'",
        "'\"outputs\":[\"j\"]' | '\"outputs\":[\"j\",\"m\"]'",
      })
  void whatDoesNotAgreeIsRefused(String from, String to) {
    assertThat(JSON).contains(from);
    assertThatThrownBy(() -> parse(JSON.replace(from, to == null ? "" : to)))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED));
  }

  @Test
  void keyTensorsAreBoundedTogether() {
    StringBuilder keys = new StringBuilder();
    StringBuilder inputs = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      inputs.append(",\"k").append(i).append('"');
      keys.append(",{\"input\":\"k").append(i);
      keys.append("\",\"kind\":\"scale\",\"count\":1,\"size\":16777216,\"shape\":[16777216]}");
    }
    String many =
        JSON.replace("[\"a\",\"k\"", "[\"a\",\"k\"" + inputs).replace("[8]}", "[8]}" + keys);
    assertThatThrownBy(() -> parse(many)).hasMessageContaining("67108864 elements together");
  }

  @Test
  void whatWouldNotBeReadIsNotWritten() {
    ModelInterface twice = new ModelInterface(FACE.inputs(), FACE.inputs(), FACE.keys());
    assertThatThrownBy(() -> new TensorIndex(PARTS, List.of(), Optional.of(twice)).toJson())
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "rewrite", "full"})
  void theIndexFitsItsManifest(String armor) {
    ModelInterface unlocked =
        new ModelInterface(
            List.of(FACE.inputs().get(0), port("k", "k"), port("m", "m"), FACE.inputs().get(1)),
            FACE.outputs(),
            List.of());
    TensorIndex sealed = new TensorIndex(PARTS, List.of());
    TensorIndex locked = parse(JSON);
    TensorIndex free = parse(text(new TensorIndex(PARTS, List.of(), Optional.of(unlocked))));
    Manifest manifest = armored(armor);
    fits(sealed, manifest, armor.equals("none"));
    fits(locked, manifest, armor.equals("full"));
    fits(free, manifest, !armor.equals("none"));
  }

  private static void fits(TensorIndex index, Manifest manifest, boolean fits) {
    if (fits) {
      index.requireFit(manifest);
    } else {
      assertThatThrownBy(() -> index.requireFit(manifest))
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED));
    }
  }

  private static Manifest armored(String armor) {
    Manifest m = Samples.draft();
    return new Manifest(
        m.bundleId(),
        m.modelId(),
        m.modelVersion(),
        m.customer(),
        armor,
        m.minimumRuntime(),
        m.created(),
        List.of(),
        List.of(),
        m.activation(),
        List.of());
  }
}
