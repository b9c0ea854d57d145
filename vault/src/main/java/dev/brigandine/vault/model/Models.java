package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.List;
import java.util.OptionalLong;

/** All that a vault serves. */
public interface Models {
  /**
   * @param version empty for the newest
   * @throws BrigandineException ({@link ErrorCode#MODEL_UNKNOWN})
   */
  ServedModel find(String name, OptionalLong version);

  /** The newest version of each, by name. */
  List<ServedModel> all();

  /** The versions of a model that are served, newest first; empty if there is no such model. */
  List<Long> versions(String name);

  /** Whether every model is open and none is in trouble. */
  boolean ready();
}
