package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.licenseserver.store.AuditRows;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.StoreException;
import dev.brigandine.licenseserver.store.Tx;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The database as services see it: its failures are refusals. */
final class Data {
  private final Database database;
  private final SecureRandom random;

  Data(Database database, SecureRandom random) {
    this.database = database;
    this.random = random;
  }

  Database database() {
    return database;
  }

  <T> T read(Function<Tx, T> work) {
    return refusing(() -> database.read(work));
  }

  <T> T write(Function<Tx, T> work) {
    return refusing(() -> database.write(work));
  }

  static <T> T refusing(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreException e) {
      throw refusal(e);
    }
  }

  private static RefusedException refusal(StoreException e) {
    switch (e.kind()) {
      case CONFLICT:
        return new RefusedException(
            Refusal.CONFLICT, "there is one like it already", "use that one", -1, e);
      case FULL:
        return new RefusedException(
            Refusal.UNAVAILABLE,
            "the database's disk is full; nothing was changed",
            "make room, then ask again",
            30,
            e);
      case AWAY:
        return new RefusedException(
            Refusal.UNAVAILABLE, e.getMessage(), "ask again in a moment", 2, e);
      default:
        return new RefusedException(
            Refusal.UNAVAILABLE,
            "the database could not do that; nothing was changed",
            "look into the server's log",
            10,
            e);
    }
  }

  /** A random id of 22 characters. */
  String id() {
    return Base64Url.encode(bytes(16));
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Last in its transaction: from here on others wait. */
  static void audit(Tx tx, Actor actor, String action, String target, JsonObject detail) {
    AuditRows.append(tx, tx.now(), actor.who(), action, target, detail.toString());
  }

  static <T> Page<T> page(List<T> items, int limit, Function<T, String> mark) {
    return new Page<>(
        items,
        items.size() < limit
            ? Optional.empty()
            : Optional.of(mark.apply(items.get(items.size() - 1))));
  }

  static <T> T known(Optional<T> found, String what, String id) {
    return found.orElseThrow(
        () ->
            new RefusedException(
                Refusal.UNKNOWN, "there is no " + what + " " + shown(id), "check the id"));
  }

  /** An id from outside, fit for a message. */
  static String shown(String id) {
    return id.matches("[A-Za-z0-9_-]{1,64}") ? id : "with that id";
  }
}
