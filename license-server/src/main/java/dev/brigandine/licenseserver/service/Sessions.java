package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.licenseserver.store.SessionRows;
import java.util.Optional;

/**
 * Sessions of the vendor's page: 256 random bits in the browser, their SHA-256 in the database, so
 * that every process on it knows them and signing out holds at once. A session ends after {@value
 * #SECONDS} seconds, when it is signed out of, or with the token that opened it.
 */
public final class Sessions {
  /** Eight hours, however much it is used. */
  public static final long SECONDS = 8 * 3_600L;

  private static final int LENGTH = 43;

  private final Data data;

  Sessions(Data data) {
    this.data = data;
  }

  /**
   * Opens one for whoever has the token.
   *
   * @return what the browser is to hold
   */
  public String open(String token) {
    Staff.Known known = Staff.known(data, token);
    String secret = Base64Url.encode(data.bytes(32));
    data.write(
        tx -> {
          SessionRows.forget(tx);
          SessionRows.insert(tx, Staff.hash(secret), known.id(), tx.now() + SECONDS);
          Data.audit(tx, known.actor(), "session.open", known.id(), new JsonObject());
          return null;
        });
    return secret;
  }

  /** Whose it is, if it goes on. */
  public Optional<Actor> find(String secret) {
    if (secret == null || secret.length() != LENGTH) {
      return Optional.empty();
    }
    return data.read(tx -> SessionRows.find(tx, Staff.hash(secret)))
        .map(holder -> new Actor(holder.label(), holder.role()));
  }

  /** Ends it, if it goes on. */
  public void close(String secret) {
    data.write(
        tx -> {
          SessionRows.delete(tx, Staff.hash(secret));
          return null;
        });
  }
}
