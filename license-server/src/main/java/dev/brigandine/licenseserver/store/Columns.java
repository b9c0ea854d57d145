package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Revocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Columns as values, and values as columns. */
final class Columns {
  private Columns() {}

  static Instant time(ResultSet rs, String name) throws SQLException {
    return Instant.ofEpochSecond(rs.getLong(name));
  }

  static Optional<Instant> maybeTime(ResultSet rs, String name) throws SQLException {
    OptionalLong seconds = maybeLong(rs, name);
    return seconds.isPresent()
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }

  static OptionalLong maybeLong(ResultSet rs, String name) throws SQLException {
    long value = rs.getLong(name);
    return rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static OptionalInt maybeInt(ResultSet rs, String name) throws SQLException {
    int value = rs.getInt(name);
    return rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  static Optional<String> maybeText(ResultSet rs, String name) throws SQLException {
    return Optional.ofNullable(rs.getString(name));
  }

  static Optional<Revocation> revocation(ResultSet rs) throws SQLException {
    Optional<Instant> at = maybeTime(rs, "revoked_at");
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Revocation(rs.getString("revoked_reason"), rs.getString("revoked_by"), at.get()));
  }

  static Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  static Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
