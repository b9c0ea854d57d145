package dev.brigandine.license.machine;

import java.util.List;

/**
 * One thing that tells machines apart, as this machine shows it.
 *
 * @param name as in a licence: {@code machine-id}, {@code mac}, …
 * @param values what counts, none if nothing does; never shown or logged, only hashed
 * @param ignored why something that was found does not count, one short sentence each
 */
public record Trait(String name, List<String> values, List<String> ignored) {
  /** Takes copies. */
  public Trait {
    values = List.copyOf(values);
    ignored = List.copyOf(ignored);
  }

  /** Whether it tells anything here. */
  public boolean counts() {
    return !values.isEmpty();
  }

  /** Whether two machines of one model have it alike. */
  public boolean isShared() {
    return isShared(name);
  }

  static boolean isShared(String name) {
    return name.equals("cpu");
  }

  /** Without the values. */
  @Override
  public String toString() {
    return "Trait[" + name + ", " + values.size() + " values]";
  }
}
