package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** At a glance. */
public final class Overview {
  Overview() {}

  /** Needs viewer. */
  public Summary summary(Actor actor) {
    throw new UnsupportedOperationException();
  }
}
