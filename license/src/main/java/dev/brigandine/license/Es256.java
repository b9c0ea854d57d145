package dev.brigandine.license;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;

/** Verifies ES256 (RFC 7518 section 3.4): ECDSA on P-256 with SHA-256, r and s of 32 bytes each. */
final class Es256 {
  private Es256() {}

  static boolean verify(PublicPoint signer, byte[] message, byte[] signature, Jca jca) {
    if (signature.length != 64) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    // Providers have forgotten this before (CVE-2022-21449), and (0, 0) then fits every message.
    if (outOfRange(r) || outOfRange(s)) {
      return false;
    }
    try {
      // The DER form, since not every provider has the one of plain r and s.
      Signature verifier = jca.signature("SHA256withECDSA");
      verifier.initVerify(signer.key(jca));
      verifier.update(message);
      return verifier.verify(der(r.toByteArray(), s.toByteArray()));
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw Failures.machine("ES256", e);
    }
  }

  private static boolean outOfRange(BigInteger value) {
    return value.signum() == 0 || value.compareTo(PublicPoint.N) >= 0;
  }

  /** SEQUENCE { INTEGER r, INTEGER s }; all lengths are below 128. */
  private static byte[] der(byte[] r, byte[] s) {
    byte[] der = new byte[6 + r.length + s.length];
    der[0] = 0x30;
    der[1] = (byte) (der.length - 2);
    der[2] = 0x02;
    der[3] = (byte) r.length;
    System.arraycopy(r, 0, der, 4, r.length);
    der[4 + r.length] = 0x02;
    der[5 + r.length] = (byte) s.length;
    System.arraycopy(s, 0, der, 6 + r.length, s.length);
    return der;
  }
}
