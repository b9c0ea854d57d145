package dev.brigandine.bundle;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterOutputStream;

/**
 * C2SP Wycheproof's public vectors, from the folder that the system property {@value #PROPERTY}
 * names. If it names one, every file asked for must be there.
 */
final class Wycheproof {
  static final String PROPERTY = "brigandine.vectors";

  private static boolean said;

  private Wycheproof() {}

  /** One test with its group. */
  record Vector(Map<String, Object> group, Map<String, Object> test) {
    String text(String member) {
      return (String) test.get(member);
    }

    byte[] hex(String member) {
      return HexFormat.of().parseHex(text(member));
    }

    byte[] inflated(String member) throws Exception {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InflaterOutputStream inflater = new InflaterOutputStream(out)) {
        inflater.write(hex(member));
      }
      return out.toByteArray();
    }

    int number(String member) {
      return ((Number) test.get(member)).intValue();
    }

    int groupNumber(String member) {
      return ((Number) group.get(member)).intValue();
    }

    boolean is(String result) {
      return result.equals(test.get("result"));
    }

    boolean flagged(String flag) {
      return ((List<?>) test.get("flags")).contains(flag);
    }

    String name() {
      return number("tcId") + " " + text("comment") + " " + test.get("flags");
    }
  }

  static boolean given() {
    String folder = System.getProperty(PROPERTY, "");
    if (folder.isEmpty()) {
      if (!said) {
        said = true;
        System.out.println(
            "public vectors left out: system property " + PROPERTY + " names no folder");
      }
      return false;
    }
    return true;
  }

  /** All vectors of a file; none if no folder was named. */
  @SuppressWarnings("unchecked")
  static List<Vector> load(String file, int atLeast) throws Exception {
    List<Vector> vectors = new ArrayList<>();
    if (!given()) {
      return vectors;
    }
    Path path = Path.of(System.getProperty(PROPERTY), file);
    if (!Files.isRegularFile(path)) {
      throw new AssertionError(PROPERTY + " is set, but there is no " + path);
    }
    Map<String, Object> json = JSONObjectUtils.parse(Files.readString(path));
    for (Object group : (List<Object>) json.get("testGroups")) {
      Map<String, Object> members = (Map<String, Object>) group;
      for (Object test : (List<Object>) members.get("tests")) {
        vectors.add(new Vector(members, (Map<String, Object>) test));
      }
    }
    if (vectors.size() < atLeast) {
      throw new AssertionError(path + " has " + vectors.size() + " vectors, not " + atLeast);
    }
    return vectors;
  }
}
