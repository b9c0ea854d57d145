package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.Level;

/** What weights say of the order of some channels, as far as the other axes are known. */
final class Evidence {
  /** More channels than this are not compared all with all. */
  static final int MANY = 4096;

  private static final int FEW = 64;
  private static final double PROFILE = 4;

  /** Where so many numbers tell of each channel, the largest tables are left out. */
  private static final double ENOUGH = 6 * 2048;

  private static final int LARGE = 1 << 22;
  private static final int MOST_COLUMNS = 32;
  private static final int MOST_LENGTH = 1024;

  /** How an axis can be compared. */
  private enum Kind {
    NOT,
    /** Number by number. */
    ALIGNED,
    /** By the distribution of its numbers. */
    PROFILE,
    /** By the spaces spanned along another axis. */
    SPACE,
    /** By what no linear map along the unknown axes changes. */
    LEVERAGE
  }

  private Evidence() {}

  /** About how many independent numbers tell of each channel. */
  static double strength(Leaf leaf) {
    double strength = 0;
    for (Place place : leaf.places()) {
      strength +=
          switch (kind(place)) {
            case ALIGNED -> Math.min(2048, place.block().width(place.axis()));
            case PROFILE -> leaf.size() > MANY ? 0 : PROFILE;
            case SPACE -> 2 * PROFILE;
            case LEVERAGE -> Math.min(PROFILE, known(place));
            case NOT -> 0;
          };
    }
    return strength;
  }

  /** All there is, for up to {@link #MANY} channels. */
  static Likeness of(Leaf leaf) {
    Likeness likeness = new Likeness(leaf.size());
    boolean enough = strength(leaf) > ENOUGH;
    for (Place place : leaf.places()) {
      Block block = place.block();
      int axis = place.axis();
      if (enough && block.size() > LARGE) {
        continue;
      }
      switch (kind(place)) {
        case ALIGNED -> {
          double[] captured = block.capturedRows(axis);
          Level level = undone(place, captured);
          likeness.add(block.baseRows(axis), captured, level, block.width(axis));
        }
        case PROFILE -> profile(likeness, place);
        case SPACE -> Spaces.add(likeness, block, axis, mixed(place));
        case LEVERAGE -> leverage(likeness, place);
        case NOT -> {}
      }
    }
    return likeness;
  }

  /** The axis that tells most of many channels; null if none does. */
  static Place widest(Leaf leaf) {
    Place widest = null;
    for (Place place : leaf.places()) {
      boolean wider =
          widest == null || place.block().width(place.axis()) > widest.block().width(widest.axis());
      if (wider && kind(place) == Kind.ALIGNED && place.dim().isScaleKnown()) {
        widest = place;
      }
    }
    return widest;
  }

  /**
   * Undoes what is known to have been done to the axis itself, and tells what else may have been.
   * Factors that were fitted to an order say nothing against another order, so they count as not
   * known where rows can be compared by direction.
   */
  static Level undone(Place place, double[] captured) {
    Dim dim = place.dim();
    int width = place.block().width(place.axis());
    Level level = Level.NONE;
    for (Dim.Term term : dim.terms()) {
      Gain gain = term.gain();
      if (gain.isKnown() && (gain.mixes() || width == 1)) {
        term.map().inverse().apply(captured, width);
      } else if (!gain.mixes() && level.compareTo(gain.level()) < 0) {
        level = gain.level();
      }
    }
    return level;
  }

  private static void profile(Likeness likeness, Place place) {
    Block block = place.block();
    int n = place.dim().size();
    double[] captured = block.capturedRows(place.axis());
    Level level = undone(place, captured);
    boolean scaled = level != Level.NONE;
    boolean signed = level == Level.SIGNED || isSigned(place);
    double[] base = Profiles.of(block.baseRows(place.axis()), n, scaled, signed);
    double[] profiles = Profiles.of(captured, n, scaled, signed);
    Profiles.level(base, profiles, n);
    likeness.add(base, profiles, Level.NONE, PROFILE);
  }

  /** Whether signs along another axis may have been changed. */
  private static boolean isSigned(Place place) {
    for (int i = 0; i < place.block().dims().length; i++) {
      Dim dim = place.block().dims()[i];
      if (i != place.axis()
          && dim.terms().stream()
              .anyMatch(t -> !t.gain().isKnown() && t.gain().level() == Level.SIGNED)) {
        return true;
      }
    }
    return false;
  }

  private static Kind kind(Place place) {
    Block block = place.block();
    int width = block.width(place.axis());
    if (place.dim().isMixed() || block.isHopeless()) {
      return Kind.NOT;
    }
    if (block.isKnownBut(place.axis())) {
      return width > 1 || place.dim().isScaleKnown() ? Kind.ALIGNED : Kind.NOT;
    }
    int mixed = mixed(place);
    if (mixed >= 0) {
      int span = block.dims()[mixed].size();
      boolean alone = true;
      for (int i = 0; i < block.dims().length; i++) {
        alone &= i == place.axis() || i == mixed || block.dims()[i].isKnown();
      }
      boolean space = alone && place.dim().size() <= FEW && width >= 2 * span * span;
      return space ? Kind.SPACE : leverageable(place) ? Kind.LEVERAGE : Kind.NOT;
    }
    return known(place) > 1 && leverageable(place)
        ? Kind.LEVERAGE
        : width >= 8 ? Kind.PROFILE : Kind.NOT;
  }

  /** How many numbers of each channel lie along axes that are known. */
  private static int known(Place place) {
    int known = 1;
    for (int i = 0; i < place.block().dims().length; i++) {
      Dim dim = place.block().dims()[i];
      known *= i != place.axis() && dim.isKnown() ? dim.size() : 1;
    }
    return known;
  }

  private static boolean leverageable(Place place) {
    int known = known(place);
    int length = place.block().width(place.axis()) / known;
    boolean scaled = !place.dim().isScaleKnown();
    return known <= MOST_COLUMNS
        && length <= MOST_LENGTH
        && place.dim().size() * known >= 2 * length
        && (known > 1 || !scaled);
  }

  private static void leverage(Likeness likeness, Place place) {
    Block block = place.block();
    int n = place.dim().size();
    boolean[] along = new boolean[block.dims().length];
    for (int i = 0; i < along.length; i++) {
      along[i] = i != place.axis() && !block.dims()[i].isKnown();
    }
    double[] captured = block.capturedRows(place.axis());
    boolean scaled = undone(place, captured) != Level.NONE;
    Columns ours = Columns.of(block, captured, place.axis(), along);
    Columns theirs = Columns.of(block, block.baseRows(place.axis()), place.axis(), along);
    if (ours.weigh(scaled) && theirs.weigh(scaled)) {
      int each = ours.each();
      double[] base = new double[n * each * each];
      double[] mine = new double[n * each * each];
      for (int i = 0; i < n; i++) {
        System.arraycopy(theirs.products(i), 0, base, i * each * each, each * each);
        System.arraycopy(ours.products(i), 0, mine, i * each * each, each * each);
      }
      likeness.add(base, mine, Level.NONE, Math.max(1, each * (each - 1) / 2.0));
    }
  }

  /** Another axis that an unknown matrix was applied to, or -1. */
  private static int mixed(Place place) {
    for (int i = 0; i < place.block().dims().length; i++) {
      if (i != place.axis() && place.block().dims()[i].isMixed()) {
        return i;
      }
    }
    return -1;
  }
}
