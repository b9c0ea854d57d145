package dev.brigandine.license.client;

/**
 * Told what becomes of a licence. Events come one at a time and in order: while a model opens, on
 * the thread that opens it; from then on, on the lease's own thread, {@code brigandine-lease}; of
 * the seat's return, on the thread that closes the model. A listener that blocks delays renewals.
 * What it throws is swallowed and counted ({@link HeldLicense#listenerFailures()}).
 */
@FunctionalInterface
public interface LicenseListener {
  /** Something happened. */
  void onEvent(LicenseEvent event);
}
