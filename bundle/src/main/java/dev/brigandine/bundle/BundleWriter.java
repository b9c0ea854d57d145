package dev.brigandine.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Writes a bundle as a stream: memory does not grow with the model. The file appears under its name
 * whole, signed and on disk, or not at all.
 */
public final class BundleWriter {
  private static final byte[] NO_DIGEST = new byte[32];

  private final Crypto crypto;
  private final SecureRandom random;
  private final TempFile.Opener opener;

  BundleWriter(Crypto crypto, SecureRandom random, TempFile.Opener opener) {
    this.crypto = crypto;
    this.random = random;
    this.opener = opener;
  }

  /**
   * Encrypts {@code sources}, signs and writes the bundle.
   *
   * <p>Everything goes to {@code .name.tmp-…} in the target's folder first (readable by the owner
   * only while it grows), is synced, and is renamed over {@code target}. On any failure the
   * temporary file is deleted and an existing target stays as it was; a process that is killed
   * leaves at most the temporary file. Whatever {@code plaintextBytesDone} throws cancels the
   * writing in the same way.
   *
   * @param draft all but the sections, whose list must be empty
   * @param plaintextBytesDone is told, now and then, how many plaintext bytes are done in all
   * @throws BrigandineException {@link ErrorCode#IO} if the disk is full or a read or write fails,
   *     {@link ErrorCode#USAGE} if the draft or a name is outside the format's limits, {@link
   *     ErrorCode#BAD_SIGNATURE} if the signing key does not sign
   */
  public static void write(
      Path target,
      Manifest draft,
      SigningKey signingKey,
      ActivationKey activation,
      List<SectionSource> sources,
      LongConsumer plaintextBytesDone) {
    new BundleWriter(Crypto.best(), new SecureRandom(), TempFile.PLAIN)
        .run(target, draft, signingKey, activation, sources, plaintextBytesDone);
  }

  void run(
      Path target,
      Manifest draft,
      SigningKey signingKey,
      ActivationKey activation,
      List<SectionSource> sources,
      LongConsumer progress) {
    Objects.requireNonNull(target, "target");
    Manifest plan = plan(draft, sources);
    if (Files.isDirectory(target) || target.getFileName() == null) {
      throw new BrigandineException(ErrorCode.USAGE, "the target " + target + " is a folder");
    }
    try (TempFile temp = TempFile.create(target, opener)) {
      Manifest full = writeSections(temp.channel(), plan, activation, sources, progress);
      writeFront(temp.channel(), full, signingKey);
      temp.commit();
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "writing " + target.getFileName() + " failed: " + reason(e),
          "check free space and rights in its folder; nothing was left behind",
          e);
    }
  }

  /** The manifest with all lengths and offsets, but without digests. */
  private static Manifest plan(Manifest draft, List<SectionSource> sources) {
    if (!draft.sections().isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a draft manifest has " + draft.sections().size() + " sections, not 0");
    }
    List<SectionInfo> sections = new ArrayList<>(sources.size());
    for (SectionSource source : sources) {
      long length = source.length();
      if (length < 0 || length > Layout.MAX_INTEGER / 2) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "section length is " + length + ", allowed: 0 to " + Layout.MAX_INTEGER / 2);
      }
      long sealed = Cobblestone.sealedLength(length);
      sections.add(new SectionInfo(source.name(), 0, sealed, length, NO_DIGEST));
    }
    byte[] json = ManifestCodec.write(with(draft, sections));
    if (json.length > Layout.MAX_MANIFEST) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the manifest has " + json.length + " bytes, allowed: " + Layout.MAX_MANIFEST,
          "the model has too many inputs, outputs or sections");
    }
    try {
      return ManifestCodec.parse(json, dataStart(json.length));
    } catch (BrigandineException e) {
      // What we would not read we do not write.
      throw new BrigandineException(ErrorCode.USAGE, e.getMessage(), null, e);
    }
  }

  private Manifest writeSections(
      FileChannel file,
      Manifest plan,
      ActivationKey activation,
      List<SectionSource> sources,
      LongConsumer progress)
      throws IOException {
    List<SectionInfo> written = new ArrayList<>(sources.size());
    long done = 0;
    try (ContentKey contentKey = ContentKey.derive(crypto, activation, plan.bundleId())) {
      for (int i = 0; i < sources.size(); i++) {
        SectionInfo section = plan.sections().get(i);
        byte[] digest =
            writeSection(file, plan, section, contentKey, sources.get(i), progress, done);
        done += section.plainLength();
        written.add(
            new SectionInfo(
                section.name(), section.offset(), section.length(), section.plainLength(), digest));
      }
    }
    return with(plan, written);
  }

  private byte[] writeSection(
      FileChannel file,
      Manifest plan,
      SectionInfo section,
      ContentKey contentKey,
      SectionSource source,
      LongConsumer progress,
      long before)
      throws IOException {
    byte[] salt = new byte[Cobblestone.SALT];
    random.nextBytes(salt);
    byte[] inputKey = contentKey.copy();
    try (Cobblestone message =
            Cobblestone.derive(
                crypto, inputKey, SectionContext.of(plan.bundleId(), section.name()), salt);
        SectionWriter out =
            new SectionWriter(
                file,
                section.offset(),
                crypto,
                salt,
                message,
                section.plainLength(),
                progress,
                before)) {
      source.writeTo(out);
      return out.finish();
    } finally {
      Arrays.fill(inputKey, (byte) 0);
    }
  }

  private static void writeFront(FileChannel file, Manifest manifest, SigningKey key)
      throws IOException {
    byte[] json = ManifestCodec.write(manifest);
    byte[] jws = DetachedJws.sign(json, key);
    ByteBuffer front = ByteBuffer.allocate(Layout.PREFIX + json.length + jws.length);
    front.order(ByteOrder.LITTLE_ENDIAN);
    front.putInt(Layout.MAGIC).putInt(Layout.VERSION).putInt(json.length).putInt(jws.length);
    front.put(json).put(jws).flip();
    while (front.hasRemaining()) {
      file.write(front, front.position());
    }
  }

  private static long dataStart(int manifestLength) {
    return Layout.align(Layout.PREFIX + (long) manifestLength + DetachedJws.LENGTH);
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

  private static String reason(IOException e) {
    return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
  }
}
