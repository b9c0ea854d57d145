package dev.brigandine.vault.harden;

import java.util.List;
import java.util.Map;

/**
 * Platforms other than Linux: what Java alone can do. Their own ways (macOS's {@code
 * PT_DENY_ATTACH}, Windows' process mitigation policies) are not used, since nobody tried them
 * here; so a licence with {@code isolation: vault} does not open there.
 */
final class Elsewhere {
  private static final String REMEDY = "run the vault on Linux";

  private Elsewhere() {}

  static void take(StartedWith started, Map<Item, Measure> taken) {
    lack(taken);
    List<String> open = Linux.attachable(started);
    taken.put(
        Item.NO_ATTACH,
        open.isEmpty()
            ? Item.NO_ATTACH.on("no attach, no performance data, no JMX")
            : Item.NO_ATTACH.off(String.join(", ", open), Linux.OPTIONS_REMEDY));
  }

  /** What this platform has not. */
  static void lack(Map<Item, Measure> taken) {
    for (Item item : Item.values()) {
      taken.put(item, item.none("not done on " + System.getProperty("os.name"), REMEDY));
    }
  }
}
