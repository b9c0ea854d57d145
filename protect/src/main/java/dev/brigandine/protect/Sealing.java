package dev.brigandine.protect;

import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BundleWriter;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.SectionSource;
import dev.brigandine.bundle.TensorIndex;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.Skeleton;
import dev.brigandine.onnx.SkeletonPart;
import dev.brigandine.onnx.Splitter;
import dev.brigandine.onnx.ValueDescription;
import dev.brigandine.onnx.Weight;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Takes a model apart and writes the pieces to a bundle. */
record Sealing(
    Path target,
    VendorKey key,
    ProtectOptions options,
    ActivationKey activation,
    LongConsumer done,
    Protector.Split split) {

  /**
   * @param armored what is sealed in the original's stead, or null
   */
  ProtectReport seal(OnnxModel original, ArmoredModel armored) throws OnnxException {
    Skeleton skeleton = Skeleton.of(armored == null ? original : armored.model());
    List<SkeletonPart> parts = parts(skeleton);
    List<TensorIndex.Part> index = new ArrayList<>();
    List<SectionSource> sections = new ArrayList<>();
    WeightSections weights = new WeightSections();
    for (SkeletonPart part : parts) {
      String name = parts.size() == 1 ? "graph" : "graph." + index.size();
      sections.add(BytesSection.of(name, part.graph()));
      index.add(
          new TensorIndex.Part(name, part.inputs(), part.outputs(), weights.add(part.weights())));
    }
    Optional<ModelInterface> face =
        Optional.ofNullable(armored).map(a -> Armoring.face(original, a));
    sections.addAll(weights.sections());
    sections.add(new IndexSection(index, weights, face));

    String bundleId = bundleId();
    Manifest draft =
        new Manifest(
            bundleId,
            options.id(),
            options.version(),
            options.customer(),
            options.armor().word(),
            "0.1.0",
            options.clock().instant().truncatedTo(ChronoUnit.SECONDS),
            armored == null ? specs(original.inputs()) : List.of(),
            armored == null ? specs(original.outputs()) : List.of(),
            key.publicKey().wrap(activation, bundleId),
            List.of());
    BundleWriter.write(target, draft, key.signing(), activation, sections, done);
    return new ProtectReport(
        bundleId,
        parts.size(),
        skeleton.weights().size(),
        weights.bytes(),
        weights.sections().size(),
        skeleton.kept(),
        Optional.ofNullable(armored).map(ArmoredModel::report));
  }

  private static String bundleId() {
    byte[] id = new byte[16];
    new SecureRandom().nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private List<SkeletonPart> parts(Skeleton skeleton) {
    long bytes = 0;
    for (Weight weight : skeleton.weights()) {
      bytes += weight.byteLength();
    }
    return bytes < split.from()
        ? Splitter.whole(skeleton)
        : Splitter.split(skeleton, split.partBytes(), new EngineShapes());
  }

  private static List<TensorSpec> specs(List<ValueDescription> values) {
    return values.stream().map(v -> new TensorSpec(v.name(), v.type(), v.shape())).toList();
  }
}
