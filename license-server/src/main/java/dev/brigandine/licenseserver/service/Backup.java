package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.nio.file.Path;
import java.time.*;
import java.util.*;

/** Copies of the database. */
public final class Backup {
  Backup() {}

  /**
   * A copy of a SQLite database while it is in use; refuses PostgreSQL, whose own tools do that.
   * Needs admin.
   */
  public void save(Actor actor, Path file) {
    throw new UnsupportedOperationException();
  }

  /**
   * To be called once when the database was brought back from a copy: no claim is granted until
   * every lease that the copy does not know of is over. Needs admin.
   */
  public void restored(Actor actor) {
    throw new UnsupportedOperationException();
  }
}
