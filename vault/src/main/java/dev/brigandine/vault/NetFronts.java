package dev.brigandine.vault;

import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.grpc.GrpcFront;
import dev.brigandine.vault.http.HttpFront;
import dev.brigandine.vault.model.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Apart, so that a vault without a network does not load the servers' classes. */
final class NetFronts {
  private NetFronts() {}

  static Front http(NetConfig config, Models models, List<ModelConfig> served) {
    Map<String, ModelConfig.Embeddings> embeddings = new HashMap<>();
    for (ModelConfig model : served) {
      model.embeddings().ifPresent(its -> embeddings.put(model.name(), its));
    }
    return HttpFront.start(config, models, embeddings);
  }

  static Front grpc(NetConfig config, Models models) {
    return GrpcFront.start(config, models);
  }
}
