package dev.brigandine.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * The one place that names cryptographic providers. Conscrypt is taken where it is on the class
 * path and its native library loads, the JDK's own providers otherwise. Nothing is ever registered
 * with {@link Security}: an application's provider list stays as it is.
 *
 * <p>Why two: in a cold JVM the JDK's AES-GCM runs at some 0.2 GB/s until the compiler has reached
 * it, Conscrypt's at several GB/s from the first chunk. SHA-256 is the JDK's in both cases: its
 * intrinsic uses the processor's SHA instructions, which Conscrypt 2.5's library does not.
 *
 * <p>The system property {@value #PROPERTY} set to {@code jdk} keeps Conscrypt out, for machines on
 * which it cannot unpack its native library, and for comparisons. It changes speed only.
 */
public final class Crypto {
  /** System property: {@code jdk} keeps Conscrypt from being loaded. */
  public static final String PROPERTY = "brigandine.crypto";

  private static final Crypto JDK = new Crypto("jdk", null);

  private final String name;
  private final Provider provider;

  private Crypto(String name, Provider provider) {
    this.name = name;
    this.provider = provider;
  }

  /**
   * The fastest providers there are here. The first call loads Conscrypt's native library (some 50
   * ms); every call returns the same object. Thread-safe: call it early on a thread of its own.
   */
  public static Crypto best() {
    return Best.CRYPTO;
  }

  /** The JDK's own providers. */
  public static Crypto jdk() {
    return JDK;
  }

  /** {@code conscrypt} or {@code jdk}. */
  public String name() {
    return name;
  }

  /** Conscrypt's provider, or null where the JDK's own are used. */
  public Provider providerOrNull() {
    return provider;
  }

  /** A fresh AES/GCM/NoPadding cipher. */
  public Cipher aesGcm() {
    try {
      Provider from = provider != null ? provider : Security.getProvider("SunJCE");
      return from != null
          ? Cipher.getInstance("AES/GCM/NoPadding", from)
          : Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw missing("AES/GCM/NoPadding", e);
    }
  }

  /** A fresh AES/CTR/NoPadding cipher. */
  Cipher aesCtr() {
    try {
      Provider from = provider != null ? provider : Security.getProvider("SunJCE");
      return from != null
          ? Cipher.getInstance("AES/CTR/NoPadding", from)
          : Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw missing("AES/CTR/NoPadding", e);
    }
  }

  /** A fresh SHA-256, the JDK's in either case. */
  public MessageDigest sha256() {
    try {
      Provider from = Security.getProvider("SUN");
      return from != null
          ? MessageDigest.getInstance("SHA-256", from)
          : MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw missing("SHA-256", e);
    }
  }

  /** A fresh HMAC-SHA-512. */
  public Mac hmacSha512() {
    return mac("HmacSHA512");
  }

  Mac mac(String algorithm) {
    try {
      Provider from = provider != null ? provider : Security.getProvider("SunJCE");
      return from != null ? Mac.getInstance(algorithm, from) : Mac.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  /** A fresh SHA256withECDSA (DER signatures), for keys of {@link #ecKeys()}. */
  public Signature sha256WithEcdsa() {
    try {
      Provider from = provider != null ? provider : Security.getProvider("SunEC");
      return from != null
          ? Signature.getInstance("SHA256withECDSA", from)
          : Signature.getInstance("SHA256withECDSA");
    } catch (GeneralSecurityException e) {
      throw missing("SHA256withECDSA", e);
    }
  }

  /** A fresh elliptic-curve key factory. */
  public KeyFactory ecKeys() {
    try {
      Provider from = provider != null ? provider : Security.getProvider("SunEC");
      return from != null ? KeyFactory.getInstance("EC", from) : KeyFactory.getInstance("EC");
    } catch (GeneralSecurityException e) {
      throw missing("EC", e);
    }
  }

  /** A fresh ECDH, for keys of {@link #ecKeys()}. */
  public KeyAgreement ecdh() {
    try {
      Provider from = provider != null ? provider : Security.getProvider("SunEC");
      return from != null
          ? KeyAgreement.getInstance("ECDH", from)
          : KeyAgreement.getInstance("ECDH");
    } catch (GeneralSecurityException e) {
      throw missing("ECDH", e);
    }
  }

  @Override
  public String toString() {
    return "Crypto[" + name + "]";
  }

  private static BrigandineException missing(String algorithm, GeneralSecurityException cause) {
    return new BrigandineException(
        ErrorCode.INTERNAL,
        "this java runtime has no " + algorithm,
        "use a complete JDK or JRE, 17 or newer",
        cause);
  }

  /** Loaded by the first call of {@link #best()}; the class loader's lock makes it happen once. */
  private static final class Best {
    static final Crypto CRYPTO = load();

    private static Crypto load() {
      if ("jdk".equals(System.getProperty(PROPERTY))) {
        return JDK;
      }
      try {
        Provider quick = ConscryptLoader.provider();
        return new Crypto(
            "conscrypt", quick != null ? quick : org.conscrypt.Conscrypt.newProvider());
      } catch (LinkageError | RuntimeException e) {
        // Not on the class path, no native library for this machine, or no place to unpack it.
        return JDK;
      }
    }
  }
}
