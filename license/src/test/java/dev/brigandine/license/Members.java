package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.SignedJwtWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes a token's claims apart, and signs what nobody would. */
final class Members {
  private final String type;
  private final SigningKey key;
  private final String parent;
  private final String claims;

  /** {@code parent} may be null. */
  Members(String jwt, String type, SigningKey key, String parent) {
    this.type = type;
    this.key = key;
    this.parent = parent;
    this.claims = Forge.text(jwt.split("\\.")[1]);
  }

  /** Signed by the right key, after a change of the claims. */
  String with(Consumer<Map<String, Object>> change) {
    Map<String, Object> members = map();
    change.accept(members);
    return SignedJwtWriter.sign(key, type, members, parent);
  }

  /** With a change of the member {@code brig}. */
  String withBrig(Consumer<Map<String, Object>> change) {
    return with(members -> change.accept(child(members, "brig")));
  }

  private Map<String, Object> map() {
    try {
      return new HashMap<>(JSONObjectUtils.parse(claims));
    } catch (java.text.ParseException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> members, String name) {
    return (Map<String, Object>) members.get(name);
  }

  /** Each member missing, or of another type, and each object with one more. */
  void areAllNeeded(Consumer<String> reader, List<String> optional) {
    reader.accept(with(members -> {}));
    refuse(reader, optional, null);
    for (Map.Entry<String, Object> member : map().entrySet()) {
      if (member.getValue() instanceof Map<?, ?>) {
        refuse(reader, optional, member.getKey());
      }
    }
  }

  private void refuse(Consumer<String> reader, List<String> optional, String inside) {
    Map<String, Object> all = inside == null ? map() : child(map(), inside);
    assertThat(all).isNotEmpty();
    for (String name : all.keySet()) {
      String missing = with(members -> at(members, inside).remove(name));
      if (optional.contains(name)) {
        reader.accept(missing);
      } else {
        Refused.with(ErrorCode.TAMPERED, () -> reader.accept(missing));
      }
      for (Object other : List.of(List.of(List.of()), -1L, "", Map.of("a", "b"))) {
        String wrong = with(members -> at(members, inside).put(name, other));
        Refused.with(ErrorCode.TAMPERED, () -> reader.accept(wrong));
      }
    }
    String more = with(members -> at(members, inside).put("more", "x"));
    Refused.with(ErrorCode.TAMPERED, () -> reader.accept(more));
  }

  private static Map<String, Object> at(Map<String, Object> members, String inside) {
    return inside == null ? members : child(members, inside);
  }

  /** Every letter another one, every cut, one more letter. */
  static void everyLetterCounts(String jwt, Consumer<String> reader) {
    reader.accept(jwt);
    for (int i = 0; i < jwt.length(); i++) {
      char other = jwt.charAt(i) == 'A' ? 'B' : 'A';
      String bad = jwt.substring(0, i) + other + jwt.substring(i + 1);
      Refused.withAny(() -> reader.accept(bad), ErrorCode.BAD_SIGNATURE, ErrorCode.TAMPERED);
    }
    for (int i = 0; i < jwt.length(); i += 7) {
      String cut = jwt.substring(0, i);
      Refused.withAny(() -> reader.accept(cut), ErrorCode.BAD_SIGNATURE, ErrorCode.TAMPERED);
    }
    Refused.withAny(() -> reader.accept(jwt + "A"), ErrorCode.BAD_SIGNATURE, ErrorCode.TAMPERED);
  }
}
