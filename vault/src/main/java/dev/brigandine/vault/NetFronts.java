package dev.brigandine.vault;

import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.grpc.GrpcFront;
import dev.brigandine.vault.http.HttpFront;
import dev.brigandine.vault.model.Models;
import java.util.List;

/** Apart, so that a vault without a network does not load the servers' classes. */
final class NetFronts {
  private NetFronts() {}

  static Front http(NetConfig config, Models models, List<ModelConfig> served) {
    return HttpFront.start(config, models, HttpFront.embeddings(served));
  }

  static Front grpc(NetConfig config, Models models) {
    return GrpcFront.start(config, models);
  }
}
