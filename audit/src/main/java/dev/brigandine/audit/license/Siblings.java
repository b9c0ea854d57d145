package dev.brigandine.audit.license;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DevicePublicKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.Protector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Other bundles beside the audited one, of a model that is of no worth. */
final class Siblings {
  private static final int FLOAT = 1;

  private Siblings() {}

  /** One that answers what it is asked, under that name. */
  static Path protect(VendorKey by, String id, long version, Optional<String> customer, Path target)
      throws IOException {
    Files.createDirectories(target.getParent());
    Path model = target.resolveSibling(target.getFileName() + ".onnx");
    OnnxModel.of(echo()).save(model);
    ProtectOptions options = ProtectOptions.of(id, version).withArmor(ProtectOptions.Armor.NONE);
    if (customer.isPresent()) {
      options = options.forCustomer(customer.get());
    }
    Protector.protect(model, target, by, options, done -> {});
    Files.delete(model);
    return target;
  }

  private static ModelGraph echo() {
    ValueType one = ValueType.tensor(FLOAT, List.of("1"));
    Graph graph =
        new Graph(
            Map.of("x", one),
            Map.of("y", one),
            List.of(Node.of("Identity", List.of("x"), List.of("y"))),
            Map.of());
    return new ModelGraph(8, Map.of("", 13L), graph, List.of());
  }

  static String license(
      VendorKey by, Path bundle, DevicePublicKey device, LicenseTerms terms, Instant now) {
    try (Bundle open = Bundle.open(bundle)) {
      return LicenseIssuer.issue(by, open.manifest(), open.signer(), device, terms, now);
    }
  }
}
