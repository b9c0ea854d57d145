package dev.brigandine.license.machine;

import java.util.List;

/** One operating system's way to a machine's traits. */
interface TraitSource {
  /** In the order they are shown in. */
  List<String> names();

  /** Reads one anew; a name that it does not know has no values. */
  Trait read(String name);
}
