package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done to the channels of some axes besides reordering: unknown at first. Axes have it or
 * what undoes it.
 */
final class Gain {
  private final Level level;
  private final List<Form> forms = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private ChannelMap map;
  private ChannelMap dual;
  private boolean hopeless;
  private boolean told;

  Gain(Level level) {
    this.level = level;
  }

  Level level() {
    return level;
  }

  /** What it may look like; none for factors, channel by channel. */
  List<Form> forms() {
    return forms;
  }

  /** The axes that have it. */
  List<Place> places() {
    return places;
  }

  boolean mixes() {
    return !forms.isEmpty();
  }

  boolean isKnown() {
    return map != null;
  }

  /** Whether there is too little to tell it by. */
  boolean isHopeless() {
    return hopeless;
  }

  void giveUp(ChannelMap nothing) {
    settle(nothing);
    hopeless = true;
  }

  /** Settles it for good. */
  void tell(ChannelMap exactly) {
    settle(exactly);
    told = true;
  }

  boolean isTold() {
    return told;
  }

  void settle(ChannelMap found) {
    map = found;
    dual = found.dual();
    hopeless = false;
  }

  ChannelMap map() {
    return map;
  }

  /** What undoes it, transposed. */
  ChannelMap dual() {
    return dual;
  }
}
