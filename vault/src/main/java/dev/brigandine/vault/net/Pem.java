package dev.brigandine.vault.net;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Certificates and keys as text, RFC 7468. */
final class Pem {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private Pem() {}

  /** At least one. */
  static List<X509Certificate> certificates(Path file) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file)))) {
        chain.add((X509Certificate) each);
      }
      if (chain.isEmpty()) {
        throw new CertificateException("none");
      }
      return chain;
    } catch (CertificateException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the file " + file + " holds no certificate in PEM form",
          "it begins with -----BEGIN CERTIFICATE-----",
          e);
    }
  }

  /** The private half of {@code half}, or a refusal. */
  static PrivateKey key(Path file, PublicKey half) {
    byte[] bytes = bytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Arrays.fill(bytes, (byte) 0);
    if (text.contains("ENCRYPTED")) {
      throw unfit(
          file,
          "is encrypted, and nobody is there to type its passphrase",
          "take it off with 'openssl pkey -in KEY -out PLAIN', readable by the vault's user alone");
    }
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(begin, 0));
    if (begin < 0 || end < 0) {
      throw unfit(
          file,
          "holds no private key in PKCS#8 PEM form",
          "convert it with 'openssl pkcs8 -topk8 -nocrypt -in KEY -out PKCS8'");
    }
    byte[] der = null;
    try {
      der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      PrivateKey key =
          KeyFactory.getInstance(half.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
      if (!fits(key, half)) {
        throw unfit(file, "is not the key of the certificate", "give the two that belong together");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not the cause: what it says may hold some of the key.
      throw unfit(
          file,
          "holds no " + half.getAlgorithm() + " key, which the certificate wants",
          "give the two that belong together");
    } finally {
      if (der != null) {
        Arrays.fill(der, (byte) 0);
      }
    }
  }

  private static boolean fits(PrivateKey key, PublicKey half) throws GeneralSecurityException {
    String algorithm =
        switch (half.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> half.getAlgorithm();
        };
    byte[] text = "brigandine".getBytes(StandardCharsets.US_ASCII);
    Signature sign = Signature.getInstance(algorithm);
    sign.initSign(key);
    sign.update(text);
    byte[] signature = sign.sign();
    Signature verify = Signature.getInstance(algorithm);
    verify.initVerify(half);
    verify.update(text);
    return verify.verify(signature);
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw unfit(file, "is over 1 MiB, no certificate and no key", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, "the file " + file + " cannot be read", null, e);
    }
  }

  private static BrigandineException unfit(Path file, String what, String hint) {
    return new BrigandineException(ErrorCode.USAGE, "the file " + file + " " + what, hint);
  }
}
