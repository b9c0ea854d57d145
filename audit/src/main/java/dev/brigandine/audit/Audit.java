package dev.brigandine.audit;

import dev.brigandine.audit.attack.Attack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The attacks there are, and their running. */
public final class Audit {
  private Audit() {}

  /** All attacks on the class path, by family, then as they were found. */
  public static List<Attack> attacks() {
    List<Attack> all = new ArrayList<>();
    ServiceLoader.load(Attack.class).forEach(all::add);
    all.sort(Comparator.comparing(attack -> attack.card().family()));
    return all;
  }
}
