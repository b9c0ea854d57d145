package dev.brigandine.licenseserver.http;

/** Verifies the signature of a device's request. */
@FunctionalInterface
interface ProofReader {
  /**
   * What a proof says of itself; its signature holds by the key in its header.
   *
   * @param signer thumbprint of that key
   */
  record Claims(
      String signer, String op, String nonce, String id, String audience, String device) {}

  /** Refuses what is no proof, by BrigandineException. */
  Claims read(String jws);
}
