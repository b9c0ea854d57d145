package dev.brigandine.protect;

import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.KeySpec;
import dev.brigandine.bundle.KeyTensors;
import dev.brigandine.bundle.ModelInterface;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.ValueDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The way from a model to a rewritten one with a vendor's secrets, and what its index tells. */
final class Armoring {
  private Armoring() {}

  /** The same whenever it is asked for: what locks a model opens it again. */
  static ActivationKey activation(VendorKey vendor, ProtectOptions options) {
    byte[] bytes = derive("activation", vendor, options);
    try {
      return ActivationKey.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  static ArmoredModel rewrite(
      Rewriter rewriter,
      OnnxModel model,
      VendorKey vendor,
      ActivationKey activation,
      ProtectOptions options)
      throws OnnxException {
    byte[] seed = derive("rewrite", vendor, options);
    try (KeyTensors keys = KeyTensors.derive(activation)) {
      ArmorOptions armor =
          new ArmorOptions(options.armor().level(), options.budget(), seed, options.samples());
      return rewriter.rewrite(model, armor, (index, tensor) -> keys.tensor(index, spec(tensor)));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  static ModelInterface face(OnnxModel original, ArmoredModel armored) {
    return new ModelInterface(
        ports(original.inputs(), armored.names()),
        ports(original.outputs(), armored.names()),
        armored.keys().stream().map(Armoring::spec).toList());
  }

  private static List<ModelInterface.Port> ports(
      List<ValueDescription> values, Map<String, String> names) {
    return values.stream()
        .map(v -> new ModelInterface.Port(spec(v), alias(v.name(), names)))
        .toList();
  }

  private static TensorSpec spec(ValueDescription value) {
    return new TensorSpec(value.name(), value.type(), value.shape());
  }

  private static String alias(String name, Map<String, String> names) {
    String alias = names.get(name);
    if (alias == null) {
      throw new BrigandineException(
          ErrorCode.INTERNAL, "the rewrite tells no name for '" + name + "'");
    }
    return alias;
  }

  static KeySpec spec(KeyTensor tensor) {
    KeySpec.Kind kind =
        switch (tensor.kind()) {
          case SCALE -> KeySpec.Kind.SCALE;
          case PERMUTE -> KeySpec.Kind.PERMUTE;
          case MIX -> KeySpec.Kind.MIX;
        };
    return new KeySpec(tensor.input(), kind, tensor.count(), tensor.size(), tensor.shape());
  }

  private static byte[] derive(String purpose, VendorKey vendor, ProtectOptions options) {
    return vendor.derive(purpose, options.id(), options.version(), options.customer());
  }
}
