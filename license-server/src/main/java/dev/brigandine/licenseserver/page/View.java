package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Terms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/** Values as people read them. All times are UTC, and say so. */
final class View {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private View() {}

  static String time(Instant at) {
    return TIME.format(at) + " UTC";
  }

  /** Without the time of day, where that does not matter. */
  static String day(Instant at) {
    return DAY.format(at);
  }

  /** An enum's name, {@code node-locked}. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String capital(Enum<?> value) {
    String word = word(value);
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String seconds(long seconds) {
    if (seconds >= 172_800 && seconds % 86_400 == 0) {
      return seconds / 86_400 + " days";
    }
    if (seconds >= 7_200 && seconds % 3_600 == 0) {
      return seconds / 3_600 + " hours";
    }
    return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
  }

  /** An id's beginning, where the whole is in a link. */
  static String brief(String id) {
    return id.length() <= 10 ? id : id.substring(0, 8) + "…";
  }

  static String until(Instant now, Instant at) {
    Duration left = Duration.between(now, at);
    if (left.isNegative()) {
      return "over";
    }
    return left.toDays() >= 2
        ? "in " + left.toDays() + " days"
        : left.toHours() >= 2
            ? "in " + left.toHours() + " hours"
            : "in " + Math.max(1, left.toMinutes()) + " minutes";
  }

  static String state(Entitlement entitlement, Instant now) {
    if (entitlement.revoked().isPresent()) {
      return "Revoked";
    }
    if (now.isBefore(entitlement.terms().starts())) {
      return "Not begun";
    }
    return now.isBefore(entitlement.terms().expires()) ? "Valid" : "Expired";
  }

  static String kind(Terms terms) {
    return switch (terms.kind()) {
      case FLOATING ->
          "Floating, " + number(terms.seats()) + (terms.seats() == 1 ? " seat" : " seats");
      case NODE_LOCKED ->
          "Node-locked, "
              + number(terms.maxDevices())
              + (terms.maxDevices() == 1 ? " device" : " devices");
    };
  }

  static String orAny(OptionalLong value) {
    return value.isPresent() ? number(value.getAsLong()) : "no limit";
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** A refusal's message and hint as sentences. */
  static String sentence(String message, String hint) {
    String text = capital(message);
    return hint == null ? text : text + " " + capital(hint);
  }

  private static String capital(String text) {
    String first = text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT);
    return first + (text.isEmpty() ? "" : text.substring(1)) + ".";
  }

  /** What was done, by a word of ours in the address; another word says nothing. */
  static String notice(String done) {
    return switch (done) {
      case "customer" -> "The customer was created.";
      case "bundle" -> "The bundle is registered.";
      case "license" -> "The licence was created.";
      case "license-revoked" ->
          "The licence was revoked. Leases that are out go on to their end; no device gets another.";
      case "extended" -> "The licence was extended.";
      case "device" -> "The device is on the licence's list.";
      case "issued" -> "The licence file was issued. Download it from the list of activations.";
      case "activation-revoked" -> "The activation was revoked.";
      case "device-revoked" -> "The device was revoked. The server refuses it from now on.";
      case "token-revoked" -> "The token was revoked.";
      case "signed-out" -> "You are signed out.";
      default -> null;
    };
  }
}
