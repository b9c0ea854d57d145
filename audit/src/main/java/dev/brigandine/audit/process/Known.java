package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.files.KnownContent;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a model can be recognized in bytes: the original's weights and names; the weights that
 * the engine is given, where they are others; key tensors; the device key.
 */
final class Known {
  /** Private numbers of a device key's file: a JSON Web Key's {@code d}. */
  private static final Pattern PRIVATE = Pattern.compile("\"d\"\\s*:\\s*\"([A-Za-z0-9_-]{43})\"");

  private static final int MOST_KEY_FILE = 1 << 16;

  private final KnownContent original;
  private final Optional<KnownContent> captured;
  private final SecretSearch secrets;

  /** Of the secrets, those from this number on are the device's. */
  private final int keys;

  private Known(
      KnownContent original,
      Optional<KnownContent> captured,
      List<byte[]> keys,
      List<byte[]> device) {
    this.original = original;
    this.captured = captured;
    List<byte[]> all = new ArrayList<>(keys);
    all.addAll(device);
    this.secrets = SecretSearch.of(all);
    this.keys = SecretSearch.of(keys).known();
  }

  /**
   * All of it.
   *
   * @param scratch for an application that is made to tell what a vault is given
   */
  static Known of(Target target, Path scratch) throws Exception {
    KnownContent original = KnownContent.of(target.original().toGraph());
    boolean rewritten = target.protection().compareTo(Protection.SEALED) > 0;
    if (!rewritten) {
      return new Known(original, Optional.empty(), List.of(), device(target.installed()));
    }
    Captured captured =
        target.protection() == Protection.VAULT ? outside(target, scratch) : target.captured();
    List<byte[]> keys = new ArrayList<>();
    for (Constant key : captured.keys().values()) {
      ByteBuffer elements = key.load();
      byte[] bytes = new byte[elements.remaining()];
      elements.get(bytes);
      keys.add(bytes);
    }
    return new Known(
        original, Optional.of(KnownContent.of(captured.graph())), keys, device(target.installed()));
  }

  /** What the engine in a vault is given: the bundle's own, taken where it can be had. */
  private static Captured outside(Target target, Path scratch) throws Exception {
    return HookedSession.capture(
        target.installed().orElseThrow(), target.data().test().item(0), scratch);
  }

  private static List<byte[]> device(Optional<Installed> installed) throws IOException {
    List<byte[]> numbers = new ArrayList<>();
    if (installed.isPresent() && Files.size(installed.get().device()) <= MOST_KEY_FILE) {
      String file = Files.readString(installed.get().device(), StandardCharsets.UTF_8);
      Matcher matcher = PRIVATE.matcher(file);
      while (matcher.find()) {
        numbers.add(Base64.getUrlDecoder().decode(matcher.group(1)));
      }
    }
    return numbers;
  }

  /** A search that has seen nothing yet. */
  Sieve sieve() {
    return new Sieve(original.search(), captured.map(KnownContent::search), secrets.fresh(), keys);
  }
}
