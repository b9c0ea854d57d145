package dev.brigandine.bundle;

import com.nimbusds.jose.jwk.ECKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes bundles by hand, step by step, so that a test can put its fault into any one step and have
 * all that follows (digests, signature, layout) fit. Independent of {@link BundleWriter}.
 */
final class Forge {
  /** Test keys, of no worth. */
  static final SigningKey A =
      key(
          "{\"kty\":\"EC\",\"d\":\"M22ZGywdPqMBJOWv1axsSzXtoWB5ZzcDSR-HM4Epbp8\",\"crv\":\"P-256\","
              + "\"x\":\"4FDEKcYV91rk4NlaqagTRMQYZOmsNIGaBPuaKKrYios\","
              + "\"y\":\"7-OGnv-PN1m_RBRy1QXr1zFbljBvgmBhi8_bc0uJi-U\"}");

  static final SigningKey B =
      key(
          "{\"kty\":\"EC\",\"d\":\"_gZGExDFrJqe9IHDko4U-3_zX8KcAH8uDwi1cJJdEg0\",\"crv\":\"P-256\","
              + "\"x\":\"KldVrarchkILXlnzWn81d-0a4EoJYFIwC7IDk9r-3Lo\","
              + "\"y\":\"K8FniKk7sKYmgZIv5hPiLshEAbo5vezqHyZozf2C_6Y\"}");

  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /** One section on its way: what it holds, under which name it is sealed, its sealed bytes. */
  static final class Part {
    String name;
    final byte[] plain;
    byte[] sealed;
    byte[] digest;

    Part(String name, byte[] plain) {
      this.name = name;
      this.plain = plain;
    }
  }

  final List<Part> parts = new ArrayList<>();
  Manifest draft = Samples.draft();
  SigningKey signer = A;
  int activation = 7;
  String sealedFor = Samples.BUNDLE_ID;
  Consumer<List<Part>> beforeDigests = p -> {};
  Consumer<List<Part>> afterSigning = p -> {};
  Function<byte[], byte[]> json = j -> j;
  UnaryOperator<String> header = h -> h;
  Function<byte[], byte[]> rawSignature = s -> s;
  UnaryOperator<String> jws = s -> s;
  Consumer<ByteBuffer> prefix = p -> {};
  Function<byte[], byte[]> file = f -> f;

  Forge part(String name, int length) {
    parts.add(new Part(name, Samples.bytes(name.hashCode() * 31L + length, length)));
    return this;
  }

  Forge json(String from, String to) {
    json =
        bytes -> {
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          if (!text.contains(from)) {
            throw new IllegalArgumentException(from + " is not in " + text);
          }
          return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
        };
    return this;
  }

  Forge header(String from, String to) {
    header =
        text -> {
          if (!text.contains(from)) {
            throw new IllegalArgumentException(from + " is not in " + text);
          }
          return text.replace(from, to);
        };
    return this;
  }

  byte[] make() {
    for (Part part : parts) {
      part.sealed = seal(part.name, part.plain, sealedFor, activation);
    }
    beforeDigests.accept(parts);
    List<SectionInfo> sections = new ArrayList<>();
    for (Part part : parts) {
      byte[] digest = part.digest != null ? part.digest : Crypto.jdk().sha256().digest(part.sealed);
      sections.add(new SectionInfo(part.name, 0, part.sealed.length, part.plain.length, digest));
    }
    byte[] manifest = json.apply(ManifestCodec.write(with(draft, sections)));
    byte[] signature = sign(manifest).getBytes(StandardCharsets.ISO_8859_1);
    afterSigning.accept(parts);
    ByteBuffer front = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    front.putInt(Layout.MAGIC).putInt(1).putInt(manifest.length).putInt(signature.length);
    prefix.accept(front);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(front.array());
    out.writeBytes(manifest);
    out.writeBytes(signature);
    for (Part part : parts) {
      out.writeBytes(new byte[(int) (Layout.align(out.size()) - out.size())]);
      out.writeBytes(part.sealed);
    }
    return file.apply(out.toByteArray());
  }

  static byte[] seal(String name, byte[] plain, String bundleId, int activation) {
    byte[] salt = new byte[Cobblestone.SALT];
    new Random(name.hashCode() + plain.length).nextBytes(salt);
    ByteBuffer out = ByteBuffer.allocate((int) Cobblestone.sealedLength(plain.length));
    try (ContentKey key = ContentKey.derive(Samples.activation(activation), bundleId);
        Cobblestone message =
            Cobblestone.derive(Crypto.jdk(), key.copy(), SectionContext.of(bundleId, name), salt)) {
      out.put(salt).put(message.commitment());
      for (int at = 0, i = 0; i < Cobblestone.chunksOfPlain(plain.length); i++) {
        int n = Math.min(Cobblestone.CHUNK, plain.length - at);
        message.seal(i, ByteBuffer.wrap(plain, at, n), out);
        at += n;
      }
    }
    return out.array();
  }

  String headerOf(SigningKey key) {
    P256 point = P256.point(key.publicKey());
    return "{\"alg\":\"ES256\",\"b64\":false,\"crit\":[\"b64\"],\"jwk\":{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
        + Base64Url.encode(point.x())
        + "\",\"y\":\""
        + Base64Url.encode(point.y())
        + "\"},\"kid\":\""
        + point.keyId().thumbprint()
        + "\",\"typ\":\"brig+jws\"}";
  }

  private String sign(byte[] manifest) {
    String encoded =
        Base64Url.encode(header.apply(headerOf(signer)).getBytes(StandardCharsets.UTF_8));
    try {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initSign(signer.privateKey());
      ecdsa.update((encoded + ".").getBytes(StandardCharsets.US_ASCII));
      ecdsa.update(manifest);
      byte[] raw = rawSignature.apply(P256.toRaw(ecdsa.sign()));
      return jws.apply(encoded + ".." + Base64Url.encode(raw));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The same signature with the other of the two values of s. */
  static byte[] withHighS(byte[] raw, boolean high) {
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(raw, 32, 64));
    boolean isHigh = s.compareTo(ORDER.shiftRight(1)) > 0;
    byte[] other = P256.toRaw(P256.toDer(raw)).clone();
    if (isHigh != high) {
      byte[] flipped = ORDER.subtract(s).toByteArray();
      Arrays.fill(other, 32, 64, (byte) 0);
      int n = Math.min(32, flipped.length);
      System.arraycopy(flipped, flipped.length - n, other, 64 - n, n);
    }
    return other;
  }

  private static Manifest with(Manifest m, List<SectionInfo> sections) {
    return new Manifest(
        m.bundleId(),
        m.modelId(),
        m.modelVersion(),
        m.customer(),
        m.armor(),
        m.minimumRuntime(),
        m.created(),
        m.inputs(),
        m.outputs(),
        m.activation(),
        sections);
  }

  private static SigningKey key(String jwk) {
    try {
      ECKey key = ECKey.parse(jwk);
      return new SigningKey(key.toECPrivateKey(), key.toECPublicKey());
    } catch (ParseException | com.nimbusds.jose.JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
