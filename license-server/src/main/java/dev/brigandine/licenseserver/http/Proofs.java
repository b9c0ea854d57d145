package dev.brigandine.licenseserver.http;

import dev.brigandine.bundle.Crypto;
import dev.brigandine.license.Proof;
import java.security.Provider;

/** Verifies by Conscrypt where there is one: the JDK's ES256 takes several times as long. */
final class Proofs {
  private Proofs() {}

  static ProofReader reader() {
    Provider provider = Crypto.best().providerOrNull();
    return jws -> {
      Proof proof = Proof.parse(jws, provider);
      return new ProofReader.Claims(
          proof.signer().thumbprint(),
          proof.op(),
          proof.nonce(),
          proof.id(),
          proof.audience(),
          proof.device());
    };
  }
}
