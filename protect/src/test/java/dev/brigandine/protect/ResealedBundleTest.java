package dev.brigandine.protect;

import static dev.brigandine.protect.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.PlainDigest;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.TensorIndex;
import dev.brigandine.license.License;
import dev.brigandine.onnx.testing.TestModel;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The attack of someone who holds the content key, as every licensed customer's process does: other
 * weights, sealed anew, under the vendor's manifest and signature.
 */
class ResealedBundleTest {
  @TempDir Path folder;
  private World world;
  private Path model;
  private Path bundle;
  private Path licence;
  private Bundle open;
  private ActivationKey activation;
  private Resealing attack;

  @BeforeEach
  void aLicensedCustomer() throws Exception {
    world = new World(folder);
    model = TestModel.MLP.write(folder);
    bundle = world.protect(model);
    licence = world.license(bundle);
    open = Bundle.open(bundle);
    activation =
        License.load(licence).activate(open.manifest(), open.signer(), world.device, World.NOW);
    attack = new Resealing(activation, open.manifest().bundleId());
  }

  private SectionInfo section(String name) {
    return open.manifest().sections().stream()
        .filter(section -> section.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private byte[] chunks(String name) {
    SectionInfo section = section(name);
    ByteBuffer plain = ByteBuffer.allocateDirect((int) section.plainLength());
    try (ContentKey key = ContentKey.derive(activation, open.manifest().bundleId())) {
      open.decryptChunks(section, key, plain);
    }
    byte[] bytes = new byte[plain.flip().remaining()];
    plain.get(bytes);
    return bytes;
  }

  private void refusedAsTampered() {
    refused(ErrorCode.TAMPERED, () -> world.open(bundle, licence));
  }

  @Test
  void theSameBytesSealedAnewPassTheChunksAndTheWeightsDigest() throws Exception {
    // Not an attack yet: it shows that the resealing is right, and that weights are bound by what
    // they are and not by how they were encrypted.
    attack.replace(bundle, section("weights.0"), chunks("weights.0"));
    Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
    try (ProtectedModel same = world.open(bundle, licence)) {
      Map<String, byte[]> expected = Tensors.plain(model, feeds);
      assertThat(Tensors.run(same, feeds).get("y")).isEqualTo(expected.get("y"));
    }
  }

  @Test
  void otherWeightsAreRefused() throws Exception {
    byte[] weights = chunks("weights.0");
    weights[100] ^= 1;
    attack.replace(bundle, section("weights.0"), weights);
    assertThat(chunks("weights.0")).as("chunks alone accept it").isEqualTo(weights);
    refusedAsTampered();
  }

  @Test
  void aGraphSealedAnewIsRefusedEvenUnchanged() throws Exception {
    byte[] graph = chunks("graph");
    attack.replace(bundle, section("graph"), graph);
    assertThat(chunks("graph")).as("chunks alone accept it").isEqualTo(graph);
    refusedAsTampered();
  }

  @Test
  void otherWeightsWithAnIndexToFitAreRefused() throws Exception {
    byte[] weights = chunks("weights.0");
    weights[weights.length - 1] ^= (byte) 0x80;
    TensorIndex index = TensorIndex.parse(chunks("tensors"));
    List<PlainDigest> digests = new ArrayList<>();
    for (PlainDigest digest : index.digests()) {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(weights);
      digests.add(new PlainDigest(digest.section(), sha256));
    }
    assertThat(digests).hasSize(1);
    attack.replace(bundle, section("weights.0"), weights);
    attack.replace(bundle, section("tensors"), new TensorIndex(index.parts(), digests).toJson());
    TensorIndex.parse(chunks("tensors")).digest("weights.0").check(ByteBuffer.wrap(weights));
    refusedAsTampered();
  }
}
