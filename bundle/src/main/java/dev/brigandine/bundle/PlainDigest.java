package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * SHA-256 of a decrypted section. It stands in the tensor index, which is encrypted and whose own
 * digest the vendor signed; so it binds the weights to the signature also against someone who holds
 * the content key and could seal other weights. Why not only the digest of the encrypted bytes:
 * this one can be checked on one processor while another already makes the session of the same
 * bytes, from memory that nobody else can change meanwhile.
 *
 * @param section whose digest it is
 * @param sha256 32 bytes
 */
public record PlainDigest(String section, byte[] sha256) {
  static final int LENGTH = 32;
  private static final int COPY = 64 * 1024;

  /**
   * Copies {@code sha256}.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) unless it has 32 bytes
   */
  public PlainDigest {
    if (sha256.length != LENGTH) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a SHA-256 digest has 32 bytes, not " + sha256.length);
    }
    sha256 = sha256.clone();
  }

  @Override
  public byte[] sha256() {
    return sha256.clone();
  }

  /**
   * Holds the digest against the bytes from {@code plain}'s position to its limit, which are only
   * read. They pass through a small array of ours in the heap, which is wiped.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) if they differ
   */
  public void check(ByteBuffer plain) {
    MessageDigest digest = Crypto.best().sha256();
    ByteBuffer rest = plain.duplicate();
    byte[] copy = new byte[Math.min(COPY, rest.remaining())];
    byte[] found;
    try {
      while (rest.hasRemaining()) {
        int n = Math.min(copy.length, rest.remaining());
        rest.get(copy, 0, n);
        digest.update(copy, 0, n);
      }
      found = digest.digest();
    } finally {
      Arrays.fill(copy, (byte) 0);
      // Or the JDK's keeps its last block until it is used again.
      digest.reset();
    }
    if (!MessageDigest.isEqual(found, sha256)) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "section " + section + " does not have the digest that the tensor index tells",
          "get a fresh copy of the bundle from its vendor");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlainDigest that
        && section.equals(that.section)
        && MessageDigest.isEqual(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return section.hashCode();
  }

  @Override
  public String toString() {
    return "PlainDigest[" + section + "]";
  }
}
