package dev.brigandine.licenseserver.store;

import org.jdbi.v3.core.Handle;

/** A transaction under way, or a look without one. */
public final class Tx {
  private final Handle handle;
  private final Engine engine;

  Tx(Handle handle, Engine engine) {
    this.handle = handle;
    this.engine = engine;
  }

  Handle handle() {
    return handle;
  }

  String lock() {
    return engine.lock();
  }

  /** The time by which decisions are made, in whole seconds since 1970. */
  public long now() {
    return engine.now(handle);
  }
}
