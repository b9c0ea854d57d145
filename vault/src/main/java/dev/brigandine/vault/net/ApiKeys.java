package dev.brigandine.vault.net;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may call a front on the network. The file holds one {@code name sha256-hex} a line, {@code #}
 * begins a comment; whoever reads it learns no key. Keys are 32 random bytes ({@link #newKey}), so
 * a plain digest is enough: there is nothing to guess. Keys that a person made up are not protected
 * by it. Safe for all threads.
 */
public final class ApiKeys {
  /** The most keys that a file may hold: each request is compared with all of them. */
  public static final int MOST = 1_000;

  private static final int MOST_BYTES = 256 * 1024;
  private static final int LONGEST = 512;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
  private static final String SCHEME = "bearer ";

  private final Path file;
  private volatile List<Entry> entries;

  private record Entry(String name, byte[] digest) {}

  /**
   * A key that was just made.
   *
   * @param key what the caller presents; shown once and kept nowhere
   * @param line for the file of keys
   */
  public record NewKey(String key, String line) {
    /** Not the key. */
    @Override
    public String toString() {
      return line;
    }
  }

  private ApiKeys(Path file, List<Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE})
   */
  public static ApiKeys read(Path file) {
    return new ApiKeys(file, parse(file));
  }

  /**
   * Reads the file again.
   *
   * @throws BrigandineException as {@link #read}; the keys stay as they were
   */
  public void reload() {
    entries = parse(file);
  }

  /**
   * For who is about to add one.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if the file has a key of that name
   */
  public void requireFree(String name) {
    for (Entry entry : entries) {
      if (entry.name().equals(name)) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "the file of API keys " + file + " has a key of '" + name + "' already",
            "take its line out first, or choose another name");
      }
    }
  }

  /** How many there are. */
  public int size() {
    return entries.size();
  }

  /**
   * The name behind a key, or empty. Takes as long whatever the key, since it is compared by digest
   * with every one there is.
   */
  public Optional<String> holder(String presented) {
    if (presented == null || presented.isEmpty() || presented.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] digest = sha256(presented);
    String found = null;
    for (Entry entry : entries) {
      boolean same = MessageDigest.isEqual(entry.digest(), digest);
      found = same ? entry.name() : found;
    }
    return Optional.ofNullable(found);
  }

  /**
   * The name behind the key in an {@code Authorization} header of scheme {@code Bearer} (RFC 6750),
   * or empty.
   *
   * @param authorization may be null
   */
  public Optional<String> holderByHeader(String authorization) {
    if (authorization == null
        || authorization.length() <= SCHEME.length()
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return holder(authorization.substring(SCHEME.length()).strip());
  }

  /**
   * Makes a key.
   *
   * @param name who will hold it: letters, digits, {@code . _ @ -}, at most 64
   * @throws BrigandineException ({@link ErrorCode#USAGE}) on another name
   */
  public static NewKey newKey(String name, SecureRandom random) {
    if (!NAME.matcher(name).matches()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "'" + name + "' is no name for an API key",
          "use letters, digits and . _ @ - only, at most 64 of them");
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String key = "brig_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new NewKey(key, name + " " + HexFormat.of().formatHex(sha256(key)));
  }

  private static List<Entry> parse(Path file) {
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] words = text.split("\\s+", -1);
      if (words.length != 2
          || !NAME.matcher(words[0]).matches()
          || !DIGEST.matcher(words[1]).matches()) {
        throw bad(file, number, "is not 'name sha256-hex'");
      }
      String digest = words[1].toLowerCase(Locale.ROOT);
      if (!seen.add("name " + words[0]) || !seen.add("digest " + digest)) {
        throw bad(file, number, "repeats a name or a digest");
      }
      entries.add(new Entry(words[0], HexFormat.of().parseHex(digest)));
      if (entries.size() > MOST) {
        throw bad(file, number, "is one key more than the " + MOST + " that are taken");
      }
    }
    if (entries.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the file of API keys " + file + " holds none",
          "make a key first, or leave the file out of the configuration");
    }
    return List.copyOf(entries);
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new BrigandineException(
            ErrorCode.USAGE, "the file of API keys " + file + " is over 256 KiB", null);
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the file of API keys " + file + " is no UTF-8 text", null);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, "the file of API keys " + file + " cannot be read", null, e);
    }
  }

  private static BrigandineException bad(Path file, int number, String what) {
    // The line itself is left out: it may be a key put there by mistake.
    return new BrigandineException(
        ErrorCode.USAGE,
        "line " + number + " of the file of API keys " + file + " " + what,
        "it must hold the digest that was printed with the key, not the key");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
