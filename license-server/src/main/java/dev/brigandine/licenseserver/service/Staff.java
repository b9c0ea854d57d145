package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.StaffToken;
import dev.brigandine.licenseserver.store.TokenRows;
import dev.brigandine.licenseserver.store.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tokens of the vendor's staff: 256 random bits, of which only the SHA-256 is kept. Whoever has one
 * is who it says.
 */
public final class Staff {
  /** What a token begins with, so that scanners for leaked secrets can tell it. */
  public static final String PREFIX = "brig_";

  private static final int LENGTH = PREFIX.length() + 43;

  private final Data data;

  Staff(Data data) {
    this.data = data;
  }

  /** A new token, shown this once. Needs admin. */
  public String create(Actor actor, String label, Role role) {
    actor.needs(Role.ADMIN);
    Bounds.label("label", label, Bounds.LABEL);
    return data.write(tx -> create(tx, actor, label, role));
  }

  private String create(Tx tx, Actor actor, String label, Role role) {
    // The audit trail names who did something by the label, devices by theirs, the server itself.
    if (label.equals(Actor.SYSTEM.who()) || label.matches("[A-Za-z0-9_-]{43}")) {
      throw new RefusedException(
          Refusal.BAD_REQUEST,
          "a token cannot be called as the server itself or a device is",
          "choose another label");
    }
    TokenRows.alone(tx);
    if (TokenRows.isInUse(tx, label)) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "there is a token with that label, and the audit trail could not tell them apart",
          "choose another label, or end that token first");
    }
    String token = PREFIX + Base64Url.encode(data.bytes(32));
    StaffToken kept =
        new StaffToken(data.id(), label, role, Instant.ofEpochSecond(tx.now()), Optional.empty());
    TokenRows.insert(tx, kept, hash(token));
    JsonObject detail = new JsonObject();
    detail.addProperty("label", label);
    detail.addProperty("role", role.name().toLowerCase(java.util.Locale.ROOT));
    Data.audit(tx, actor, "token.create", kept.id(), detail);
    return token;
  }

  /** An admin's token if no admin has one, else nothing. */
  Optional<String> init() {
    return data.write(
        tx -> {
          // Where there is no admin there is no row to lock, and each process would be the first.
          TokenRows.alone(tx);
          return TokenRows.lockAdmins(tx).isEmpty()
              ? Optional.of(create(tx, Actor.SYSTEM, "first admin", Role.ADMIN))
              : Optional.empty();
        });
  }

  /** All tokens, ended ones too. Needs admin. */
  public Page<StaffToken> list(Actor actor, PageRequest page) {
    actor.needs(Role.ADMIN);
    List<StaffToken> items = data.read(tx -> TokenRows.list(tx, page.limit(), page.after()));
    return Data.page(items, page.limit(), StaffToken::id);
  }

  /** Ends a token; the last admin's cannot be ended. Needs admin. */
  public void revoke(Actor actor, String id) {
    actor.needs(Role.ADMIN);
    data.write(
        tx -> {
          List<String> admins = TokenRows.lockAdmins(tx);
          StaffToken token = Data.known(TokenRows.find(tx, id), "token", id);
          if (token.revoked().isPresent()) {
            throw new RefusedException(
                Refusal.CONFLICT, "token " + id + " was revoked before", null);
          }
          if (admins.equals(List.of(id))) {
            throw new RefusedException(
                Refusal.CONFLICT,
                "token " + id + " is the last admin's",
                "make another admin's token first");
          }
          TokenRows.revoke(tx, id, tx.now());
          Data.audit(tx, actor, "token.revoke", id, new JsonObject());
          return null;
        });
  }

  /** Whose it is. Refuses with {@link Refusal#BAD_PROOF} what is no token or no longer one. */
  public Actor authenticate(String token) {
    return known(data, token).actor();
  }

  /** A token that works: its id, and whose it is. */
  record Known(String id, Actor actor) {}

  static Known known(Data data, String token) {
    if (token == null || token.length() != LENGTH || !token.startsWith(PREFIX)) {
      throw bad();
    }
    String hash = hash(token);
    TokenRows.Hashed found = data.read(tx -> TokenRows.byHash(tx, hash)).orElseThrow(Staff::bad);
    // The database looked by the hash, whose timing tells nothing about the token.
    boolean same =
        MessageDigest.isEqual(
            hash.getBytes(StandardCharsets.US_ASCII),
            found.hash().getBytes(StandardCharsets.US_ASCII));
    if (!same || found.token().revoked().isPresent()) {
      throw bad();
    }
    return new Known(found.token().id(), new Actor(found.token().label(), found.token().role()));
  }

  private static RefusedException bad() {
    return new RefusedException(
        Refusal.BAD_PROOF, "that is no token of this server's staff", "ask an admin for one");
  }

  static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
