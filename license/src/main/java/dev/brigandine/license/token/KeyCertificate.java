package dev.brigandine.license.token;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * The X.509 certificate (RFC 5280) that the JDK's PKCS#11 key store wants beside every private key,
 * in order to find it again by name. It says "this key is that label's, so says the signing key
 * beside it", for ever, and nobody else is asked to believe it.
 */
final class KeyCertificate {
  private static final byte[] ES256 = {
    0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };
  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
  private static final byte[] VERSION_3 = {0x02, 0x01, 0x02};

  private KeyCertificate() {}

  /**
   * @param subject in the encoding of a provider that has one
   * @param issuer an EC key on P-256, of {@code provider}
   */
  static X509Certificate of(
      PublicKey subject, String label, String issuerLabel, PrivateKey issuer, Provider provider)
      throws GeneralSecurityException {
    byte[] serial = new byte[16];
    new SecureRandom().nextBytes(serial);
    serial[0] = (byte) (serial[0] & 0x3f | 0x40); // positive, and of full length
    byte[] algorithm = der(0x30, ES256);
    // RFC 5280 section 4.1.2.5: 99991231235959Z means no end.
    byte[] validity =
        der(0x30, der(0x17, ascii("260101000000Z")), der(0x18, ascii("99991231235959Z")));
    byte[] body =
        der(
            0x30,
            der(0xa0, VERSION_3),
            der(0x02, serial),
            algorithm,
            name(issuerLabel),
            validity,
            name(label),
            subject.getEncoded());
    Signature signer = Signature.getInstance("SHA256withECDSA", provider);
    signer.initSign(issuer);
    signer.update(body);
    byte[] certificate = der(0x30, body, algorithm, der(0x03, new byte[1], signer.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] name(String label) {
    return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, ascii(label)))));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Tag, length, value (X.690 section 8.1); up to 65,535 bytes. */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >>> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
