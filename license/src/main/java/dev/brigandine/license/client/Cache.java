package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.jose.Base64Url;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;

/**
 * What is kept between starts, in a folder for each server, entitlement, bundle and device: the
 * licence, the newest revocation list, and a slot for each process at a time. A file that does not
 * read is as good as none: the server is asked anew.
 */
final class Cache {
  private final Path folder;
  private final Provider provider;

  private Cache(Path folder, Provider provider) {
    this.folder = folder;
    this.provider = provider;
  }

  static Cache of(ClientOptions options, String bundle, String device, Provider provider) {
    String name = options.server() + "\n" + options.entitlement() + "\n" + bundle + "\n" + device;
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String digest = Base64Url.encode(sha.digest(name.getBytes(StandardCharsets.UTF_8)));
      Path folder = options.cache().resolve("licence-" + digest.substring(0, 22));
      CacheFile.folder(folder);
      return new Cache(folder, provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Null if there is none. */
  License license() {
    String jwt = CacheFile.read(folder.resolve("licence.jwt"), License.MAX_LENGTH);
    if (jwt == null) {
      return null;
    }
    try {
      return License.parse(jwt, provider);
    } catch (BrigandineException e) {
      return null;
    }
  }

  /** When the licence was last asked for, in milliseconds since 1970; 0 if never. */
  long asked() {
    return folder.resolve("licence.jwt").toFile().lastModified();
  }

  void keep(License license) {
    CacheFile.replace(folder.resolve("licence.jwt"), license.jwt());
  }

  /** Null if there is none, or none that speaks for {@code license}. */
  Revocations revocations(License license) {
    String jwt = CacheFile.read(folder.resolve("revoked.jwt"), Revocations.MAX_LENGTH);
    if (jwt == null) {
      return null;
    }
    try {
      Revocations list = Revocations.parse(jwt, provider);
      return list.speaksFor(license) ? list : null;
    } catch (BrigandineException e) {
      return null;
    }
  }

  /**
   * Keeps {@code jwt} if it is newer than what is there.
   *
   * @return the newest for {@code license}, or null
   * @throws BrigandineException if it is no list
   */
  Revocations newest(License license, String jwt) {
    Revocations kept = revocations(license);
    Revocations given = Revocations.parse(jwt, provider);
    boolean newer = kept == null || given.number() > kept.number();
    if (!given.speaksFor(license) || !newer) {
      return kept;
    }
    CacheFile.replace(folder.resolve("revoked.jwt"), jwt);
    return given;
  }
}
