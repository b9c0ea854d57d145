package dev.brigandine.licenseserver.page;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** The values of a form's fields, and what is wrong with them. */
final class Form {
  /** What the person can put right; all else is another page's. */
  private static final Set<Refusal> RIGHTABLE =
      EnumSet.of(
          Refusal.BAD_REQUEST,
          Refusal.BAD_PROOF,
          Refusal.FORBIDDEN,
          Refusal.REVOKED,
          Refusal.LICENSE_EXPIRED,
          Refusal.UNKNOWN,
          Refusal.NO_FREE_LEASE,
          Refusal.CONFLICT,
          Refusal.TOO_LARGE);

  private final Map<String, List<String>> values;
  private final Map<String, String> errors = new LinkedHashMap<>();

  Form(Map<String, List<String>> values) {
    this.values = values;
  }

  static Form empty() {
    return new Form(new LinkedHashMap<>());
  }

  /** With a value to begin with. */
  Form with(String name, String value) {
    values.put(name, List.of(value));
    return this;
  }

  boolean ok() {
    return errors.isEmpty();
  }

  /** By field, in the order in which they were found. */
  Map<String, String> errors() {
    return errors;
  }

  String error(String field) {
    return errors.get(field);
  }

  /** The ids of what explains a field, or null. */
  String describedBy(String field, boolean hint) {
    String error = errors.containsKey(field) ? "e-" + field : null;
    return hint ? error == null ? "h-" + field : "h-" + field + " " + error : error;
  }

  /** Those of the fields that have values, as the beginning of a query. */
  String query(String... fields) {
    StringBuilder query = new StringBuilder();
    for (String field : fields) {
      if (!value(field).isEmpty()) {
        query.append(field).append('=').append(View.encode(value(field))).append('&');
      }
    }
    return query.toString();
  }

  void wrong(String field, String message) {
    errors.putIfAbsent(field, message);
  }

  /** As it was sent, without space around it; empty if it was not. */
  String value(String field) {
    List<String> all = values.get(field);
    return all == null || all.isEmpty() ? "" : all.get(0).strip();
  }

  List<String> all(String field) {
    return values.getOrDefault(field, List.of());
  }

  boolean has(String field, String value) {
    return all(field).contains(value);
  }

  /** Text that must be there. */
  String text(String field, String name) {
    String value = value(field);
    if (value.isEmpty()) {
      wrong(field, "Enter " + name + ".");
    }
    return value;
  }

  /** A whole number in a range, if there is one. */
  OptionalLong number(String field, long min, long max) {
    String value = value(field);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (value.matches("[0-9]{1,16}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return OptionalLong.of(number);
      }
    }
    wrong(field, "Enter a whole number from " + min + " to " + max + ".");
    return OptionalLong.empty();
  }

  /** As {@link #number}, and it must be there. */
  long needed(String field, long min, long max) {
    OptionalLong number = number(field, min, max);
    if (number.isEmpty()) {
      wrong(field, "Enter a whole number from " + min + " to " + max + ".");
      return min;
    }
    return number.getAsLong();
  }

  /** The start of a day in UTC, if there is one. */
  Optional<Instant> day(String field) {
    String value = value(field);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.parse(value);
      if (day.getYear() >= 1970 && day.getYear() <= 9999) {
        return Optional.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    wrong(field, "Enter a day such as 2027-01-31.");
    return Optional.empty();
  }

  /** One of an enum's names in lower case with hyphens, if it is there. */
  <E extends Enum<E>> Optional<E> word(String field, Class<E> type) {
    String value = value(field);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) {
        return Optional.of(constant);
      }
    }
    wrong(field, "Choose one of the list.");
    return Optional.empty();
  }

  /** The text of a file or what was pasted in its place. */
  String fileOr(String file, String pasted, String name) {
    String text = value(file).isEmpty() ? value(pasted) : value(file);
    if (text.isEmpty()) {
      wrong(pasted, "Choose " + name + ", or paste what is in it.");
    }
    return text;
  }

  /** Does what the form asks; what is refused and can be put right is said beside a field. */
  <T> Optional<T> attempt(String field, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (RefusedException e) {
      if (!RIGHTABLE.contains(e.refusal())) {
        throw e;
      }
      wrong(field, View.sentence(e.getMessage(), e.hint().orElse(null)));
    } catch (BrigandineException e) {
      if (e.code() == ErrorCode.INTERNAL) {
        throw e;
      }
      wrong(field, View.sentence(e.getMessage(), e.hint().orElse(null)));
    }
    return Optional.empty();
  }
}
