package dev.brigandine.protect;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.BundleWriter;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
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
import java.util.function.LongConsumer;

/**
 * Seals a model: reads it as a stream, takes the weights out of the graph, encrypts both under a
 * fresh key that only the vendor can unwrap, signs what anyone may know of it, and writes the
 * bundle whole or not at all. Needs memory for the graph and one buffer, however large the model.
 */
public final class Protector {
  /**
   * When a model is split in parts, and how large they get.
   *
   * @param from bytes of weights below which a second copy of them, while the session is made, is
   *     no burden
   * @param partBytes of weights in a part; two are made at a time, so four times this is what
   *     opening needs beyond the model
   */
  record Split(long from, long partBytes) {
    static final Split DEFAULT = new Split(512L << 20, 96L << 20);
  }

  private Protector() {}

  /**
   * Writes {@code target}.
   *
   * @param model an ONNX file; its external data lies in the same folder
   * @param target the bundle; replaced only once the new one is whole
   * @param key signs the bundle, and is the only one that can license it
   * @param done told, as it grows, how many bytes of the model are sealed
   * @return what was done
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link
   *     ErrorCode#MODEL_UNREADABLE}, {@link ErrorCode#IO}
   */
  public static ProtectReport protect(
      Path model, Path target, VendorKey key, ProtectOptions options, LongConsumer done) {
    return protect(model, target, key, options, done, Split.DEFAULT);
  }

  static ProtectReport protect(
      Path model,
      Path target,
      VendorKey key,
      ProtectOptions options,
      LongConsumer done,
      Split split) {
    try {
      return seal(OnnxModel.read(model), target, key, options, done, split);
    } catch (OnnxException e) {
      throw unreadable(e);
    } catch (BrigandineException e) {
      // Weights are read while the bundle is written; a fault of theirs is not the target's.
      throw e.getCause() instanceof OnnxException cause ? unreadable(cause) : e;
    }
  }

  private static BrigandineException unreadable(OnnxException e) {
    return new BrigandineException(
        ErrorCode.MODEL_UNREADABLE, e.getMessage(), e.hint().orElse(null), e);
  }

  private static ProtectReport seal(
      OnnxModel model,
      Path target,
      VendorKey key,
      ProtectOptions options,
      LongConsumer done,
      Split split)
      throws OnnxException {
    SecureRandom random = new SecureRandom();
    Skeleton skeleton = Skeleton.of(model);
    List<SkeletonPart> parts = parts(skeleton, split);
    List<TensorIndex.Part> index = new ArrayList<>();
    List<SectionSource> graphs = new ArrayList<>();
    WeightSections weights = new WeightSections();
    for (SkeletonPart part : parts) {
      String name = parts.size() == 1 ? "graph" : "graph." + index.size();
      graphs.add(BytesSection.of(name, part.graph()));
      index.add(
          new TensorIndex.Part(name, part.inputs(), part.outputs(), weights.add(part.weights())));
    }
    List<SectionSource> sections = new ArrayList<>(graphs);
    sections.addAll(weights.sections());
    sections.add(new IndexSection(index, weights));

    String bundleId = bundleId(random);
    try (ActivationKey activation = ActivationKey.generate(random)) {
      Manifest draft =
          new Manifest(
              bundleId,
              options.id(),
              options.version(),
              options.customer(),
              options.armor().word(),
              "0.1.0",
              options.clock().instant().truncatedTo(ChronoUnit.SECONDS),
              specs(skeleton.inputs()),
              specs(skeleton.outputs()),
              key.publicKey().wrap(activation, bundleId),
              List.of());
      BundleWriter.write(target, draft, key.signing(), activation, sections, done);
    }
    return new ProtectReport(
        bundleId,
        parts.size(),
        skeleton.weights().size(),
        weights.bytes(),
        weights.sections().size(),
        skeleton.kept());
  }

  private static String bundleId(SecureRandom random) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private static List<SkeletonPart> parts(Skeleton skeleton, Split split) {
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
