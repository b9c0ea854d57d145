package dev.brigandine.protect;

import static dev.brigandine.protect.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.protect.ProtectOptions.Armor;
import dev.brigandine.protect.Protector.Split;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.KeyTensorsMode;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rewritten model, from vendor to answers: only its owner's names, and its own keys. */
class ArmoredBundleTest {
  private static final int WIDTH = HandRewrite.WIDTH;
  private static final Split TINY = new Split(0, 3L * 4 * WIDTH * WIDTH);
  private static final ProtectOptions FULL =
      ProtectOptions.of("acme/model", 1).withArmor(Armor.FULL).forCustomer("north");

  @TempDir Path folder;
  private World world;
  private HandRewrite rewrite;
  private Path model;

  @BeforeEach
  void world() throws Exception {
    world = new World(folder);
    rewrite = new HandRewrite(folder, 6);
    model = rewrite.write();
  }

  private ProtectReport protect(ProtectOptions options, Split split, Rewriter how) {
    return Protector.protect(model, world.bundle(), world.vendor, options, done -> {}, split, how);
  }

  private ProtectedModel open(int parts) throws Exception {
    ProtectReport report = protect(FULL, parts == 1 ? World.NEVER : TINY, rewrite);
    assertThat(report.parts()).isEqualTo(parts);
    return world.open(world.bundle(), world.license(world.bundle()));
  }

  private ProtectedModel open(KeyTensorsMode mode) throws Exception {
    Path licence = world.license(world.bundle());
    return Brigandine.open(world.bundle(), licence, world.device, world.options().keyTensors(mode));
  }

  private static OnnxTensor input() throws Exception {
    float[] values = new float[2 * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 37 % 100 - 50) / 50f;
    }
    return Tensors.floats(values, 2, WIDTH);
  }

  private static float[] floats(OnnxValue value) {
    FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }

  private float[] plain(String output, OnnxTensor x) throws Exception {
    byte[] bytes = Tensors.plain(model, Map.of("x", x)).get(output);
    int from = bytes.length - 4 * 2 * WIDTH;
    float[] floats = new float[2 * WIDTH];
    ByteBuffer.wrap(bytes, from, 8 * WIDTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(floats);
    return floats;
  }

  /** Largest difference, as a share of the expected's largest element. */
  private static double distance(float[] found, float[] expected) {
    double scale = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(found[i] - expected[i]));
    }
    assertThat(scale).isPositive();
    return worst / scale;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void withItsKeysItAnswersAsTheOriginalUnderItsNames(int parts) throws Exception {
    try (ProtectedModel open = open(parts);
        OnnxTensor x = input()) {
      for (int again = 0; again < 3; again++) {
        try (ProtectedModel.Result result = open.run(Map.of("x", x))) {
          List<String> names = new ArrayList<>();
          result.forEach(entry -> names.add(entry.getKey()));
          assertThat(names).containsExactly("x1", "y");
          for (String name : names) {
            float[] found = floats(result.get(name).orElseThrow());
            assertThat(distance(found, plain(name, x))).as(name).isCloseTo(0, within(1e-5));
          }
        }
      }
      assertThat(open.getInputNames()).containsExactly("x");
      assertThat(open.getOutputNames()).containsExactly("x1", "y");
      assertThat(open.getNumInputs()).isEqualTo(1);
      assertThat(open.getNumOutputs()).isEqualTo(2);
      open.getInputInfo().forEach((name, info) -> assertThat(info.getName()).isEqualTo(name));
      open.getOutputInfo().forEach((name, info) -> assertThat(info.getName()).isEqualTo(name));
      String width = Integer.toString(WIDTH);
      assertThat(open.inputs())
          .containsExactly(new TensorSpec("x", "float32", List.of("batch", width)));
      assertThat(open.outputs()).extracting(TensorSpec::name).containsExactly("x1", "y");
      assertThat(open.manifest().inputs()).isEmpty();
      assertThat(open.manifest().outputs()).isEmpty();
      assertThat(open.manifest().armor()).isEqualTo("full");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void outputsInAnyOrderAndIntoTheCallersTensors(int parts) throws Exception {
    try (ProtectedModel open = open(parts);
        OnnxTensor x = input();
        OnnxTensor y = Tensors.floats(new float[2 * WIDTH], 2, WIDTH)) {
      Set<String> both = new LinkedHashSet<>(List.of("y", "x1"));
      try (ProtectedModel.Result result = open.run(Map.of("x", x), both)) {
        List<String> names = new ArrayList<>();
        result.forEach(entry -> names.add(entry.getKey()));
        assertThat(names).containsExactly("y", "x1");
        assertThat(distance(floats(result.get(0)), plain("y", x))).isLessThan(1e-5);
      }
      try (ProtectedModel.Result result = open.run(Map.of("x", x), Set.of("x1"), Map.of("y", y))) {
        assertThat(result.get("y")).containsSame(y);
        for (int i = 0; i < 2; i++) {
          assertThat(result.isResultOwner(i)).isEqualTo(result.get(i) != y);
        }
        assertThat(distance(floats(result.get("x1").orElseThrow()), plain("x1", x)))
            .isLessThan(1e-5);
      }
      assertThat(distance(floats(y), plain("y", x))).isLessThan(1e-5);
    }
  }

  @Test
  void withoutItsKeysItAnswersSomethingElse() throws Exception {
    protect(FULL, World.NEVER, rewrite);
    try (OnnxTensor x = input();
        ProtectedModel own = open(KeyTensorsMode.OWN);
        ProtectedModel none = open(KeyTensorsMode.NONE);
        ProtectedModel wrong = open(KeyTensorsMode.WRONG);
        ProtectedModel otherWrong = open(KeyTensorsMode.WRONG)) {
      float[] expected = plain("y", x);
      assertThat(distance(answer(own, x), expected)).isLessThan(1e-5);
      assertThat(answer(none, x)).containsOnly(0);
      assertThat(distance(answer(wrong, x), expected)).isGreaterThan(0.2);
      assertThat(answer(otherWrong, x)).isNotEqualTo(answer(wrong, x));
    }
  }

  private static float[] answer(ProtectedModel model, OnnxTensor x) {
    try (ProtectedModel.Result result = model.run(Map.of("x", x))) {
      return floats(result.get("y").orElseThrow());
    }
  }

  @Test
  void aWrongCallIsToldInTheOwnersNames() throws Exception {
    try (ProtectedModel open = open(1);
        OnnxTensor x = input();
        OnnxTensor narrow = Tensors.floats(new float[3], 1, 3)) {
      // The names of the graph are no way in: neither its input, nor its keys, nor its outputs.
      for (String name : List.of("a", "k0", "X")) {
        BrigandineException e =
            refused(ErrorCode.BAD_INPUT, () -> open.run(Map.of("x", x, name, x)));
        assertThat(e).hasMessage("the model has no input '" + name + "'");
        assertThat(e.hint()).contains("its inputs are [x]");
      }
      assertThat(refused(ErrorCode.BAD_INPUT, () -> open.run(Map.of("x", x), Set.of("t1"))))
          .hasMessage("the model has no output 't1'");
      assertThat(refused(ErrorCode.BAD_INPUT, () -> open.run(Map.of())))
          .hasMessage("input 'x' is missing");
      assertThat(refused(ErrorCode.BAD_INPUT, () -> open.run(Map.of("x", narrow))))
          .hasMessageContaining("input 'x' has shape [1, 3]");
    }
  }

  @Test
  void theVendorMakesTheSameRewriteAgain() throws Exception {
    String first = protect(FULL, World.NEVER, rewrite).bundleId();
    byte[] seed = rewrite.seed;
    byte[] rewritten = rewrite.rewritten;
    ActivationKey activation = activation();
    String second = protect(FULL, World.NEVER, rewrite).bundleId();
    assertThat(second).isNotEqualTo(first);
    assertThat(rewrite.seed).isEqualTo(seed);
    assertThat(rewrite.rewritten).isEqualTo(rewritten);
    assertThat(activation()).isEqualTo(activation);

    protect(FULL.forCustomer("south"), World.NEVER, rewrite);
    assertThat(rewrite.seed).isNotEqualTo(seed);
    assertThat(rewrite.rewritten).isNotEqualTo(rewritten);
    assertThat(activation()).isNotEqualTo(activation);
  }

  @Test
  void aSealedBundlesKeyIsRandom() throws Exception {
    protect(FULL.withArmor(Armor.NONE), World.NEVER, null);
    ActivationKey first = activation();
    protect(FULL.withArmor(Armor.NONE), World.NEVER, null);
    assertThat(activation()).isNotEqualTo(first);
  }

  private ActivationKey activation() {
    try (Bundle bundle = Bundle.open(world.bundle())) {
      return world.vendor.activation(bundle.manifest());
    }
  }

  @Test
  void theReportAndTheOptionsPassThrough() {
    ProtectReport report =
        protect(
            FULL.withBudget(0.07),
            World.NEVER,
            (original, options, keys) -> {
              assertThat(options.budget()).isEqualTo(0.07);
              assertThat(options.level().name()).isEqualTo("FULL");
              return rewrite.rewrite(original, options, keys);
            });
    assertThat(report.armor().orElseThrow().mixLocked()).isEqualTo(0.5);
    assertThat(report.weightBytes()).isEqualTo(6L * 4 * WIDTH * WIDTH);
  }

  /** Faults of a rewrite that must not come to run. */
  enum Fault {
    KEY_OF_ANOTHER_SHAPE,
    KEY_OF_ANOTHER_KIND,
    KEY_MISSING,
    KEY_UNKNOWN_TO_THE_GRAPH,
    NAME_MISSING,
    NAME_OF_ANOTHER_INPUT
  }

  @ParameterizedTest
  @EnumSource
  void aFaultyRewriteIsRefused(Fault fault) throws Exception {
    Rewriter faulty =
        (original, options, keys) -> spoil(rewrite.rewrite(original, options, keys), fault);
    try {
      protect(FULL, World.NEVER, faulty);
    } catch (BrigandineException e) {
      assertThat(e.code()).isIn(ErrorCode.USAGE, ErrorCode.INTERNAL);
      assertThat(world.bundle()).doesNotExist();
      return;
    }
    Path licence = world.license(world.bundle());
    refused(ErrorCode.TAMPERED, () -> world.open(world.bundle(), licence));
  }

  private static ArmoredModel spoil(ArmoredModel good, Fault fault) {
    List<KeyTensor> keys = new ArrayList<>(good.keys());
    Map<String, String> names = new HashMap<>(good.names());
    KeyTensor one = keys.get(1);
    switch (fault) {
      case KEY_OF_ANOTHER_SHAPE ->
          keys.set(
              1,
              new KeyTensor(one.input(), one.kind(), 1, one.size(), List.of((long) WIDTH * WIDTH)));
      case KEY_OF_ANOTHER_KIND ->
          keys.set(0, new KeyTensor("k0", KeyTensor.Kind.SCALE, 1, WIDTH, List.of((long) WIDTH)));
      case KEY_MISSING -> keys.remove(1);
      case KEY_UNKNOWN_TO_THE_GRAPH ->
          keys.add(new KeyTensor("k99", KeyTensor.Kind.SCALE, 1, 4, List.of(4L)));
      case NAME_MISSING -> names.remove("y");
      case NAME_OF_ANOTHER_INPUT -> names.put("x", "k1");
    }
    return new ArmoredModel(good.model(), names, keys, good.report());
  }

  @Test
  void aRewriteWithoutLocksHasNoKeys() throws Exception {
    Rewriter renames =
        (original, options, keys) -> {
          assertThat(options.level().name()).isEqualTo("REWRITE");
          Map<String, String> names = Map.of("x", "x", "x1", "x1", "y", "y");
          ArmoredModel full = rewrite.rewrite(original, options, keys);
          return new ArmoredModel(original, names, List.of(), full.report());
        };
    protect(FULL.withArmor(Armor.REWRITE), World.NEVER, renames);
    try (OnnxTensor x = input();
        ProtectedModel open = open(KeyTensorsMode.WRONG)) {
      assertThat(open.manifest().armor()).isEqualTo("rewrite");
      assertThat(distance(answer(open, x), plain("y", x))).isZero();
    }
  }

  @Test
  void locksInABundleThatSaysRewriteAreRefused() throws Exception {
    protect(FULL.withArmor(Armor.REWRITE), World.NEVER, rewrite);
    Path licence = world.license(world.bundle());
    refused(ErrorCode.TAMPERED, () -> world.open(world.bundle(), licence));
  }

  @Test
  void noNameOfTheModelIsInTheFile() throws Exception {
    protect(FULL, World.NEVER, rewrite);
    String file = Files.readString(world.bundle(), StandardCharsets.ISO_8859_1);
    assertThat(file).contains("\"inputs\":[],\"outputs\":[]").doesNotContain("batch");
  }
}
