package dev.brigandine.licenseserver.store;

/**
 * A device's request about a seat, before it is known whose seats they are.
 *
 * @param device thumbprint of its encryption key
 * @param signer thumbprint of the key that signed the request
 */
public sealed interface SeatCall {
  /** Thumbprint of the device's encryption key. */
  String device();

  /** Thumbprint of the key that signed the request. */
  String signer();

  /** The asking instance. */
  String instance();

  /** A seat under the licence {@code licence}; {@code lease} is a fresh id. */
  record Claim(
      String device,
      String signer,
      String instance,
      long seq,
      String licence,
      String lease,
      long block)
      implements SeatCall {}

  /** Longer; {@code used} is -1 if not said. */
  record Renew(
      String device, String signer, String instance, long seq, String lease, long fence, long used)
      implements SeatCall {}

  /** No longer; {@code used} is -1 if not said. */
  record Release(
      String device, String signer, String instance, long seq, String lease, long fence, long used)
      implements SeatCall {}
}
