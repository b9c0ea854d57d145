package dev.brigandine.license.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gathers the values of one trait and leaves out what is no machine's own. */
final class TraitReader {
  /** A machine with more disks or network cards than this is told by the first of them. */
  static final int MAX_VALUES = 8;

  private final String name;
  private final List<String> values = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();

  TraitReader(String name) {
    this.name = name;
  }

  /** A serial number, UUID or the like; null if it cannot be read. */
  TraitReader text(String found, String from) {
    return add(found, from, Junk.reason(found));
  }

  /** A hardware address in the form {@code 00:11:22:33:44:55}. */
  TraitReader address(String found, String from) {
    return add(found, from, Junk.addressReason(found));
  }

  /** Something that is there but must not count. */
  TraitReader ignore(String why) {
    ignored.add(why);
    return this;
  }

  private TraitReader add(String found, String from, String junk) {
    if (found == null) {
      return this;
    }
    String value = found.strip().toLowerCase(Locale.ROOT);
    if (junk != null) {
      ignored.add(from + ": " + junk);
    } else if (!values.contains(value) && values.size() < MAX_VALUES) {
      values.add(value);
    }
    return this;
  }

  Trait read() {
    return new Trait(name, values, ignored);
  }
}
