package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Values as people read them. */
final class Words {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  static String figure(Figure figure) {
    double value = figure.value();
    return switch (figure.unit()) {
      case SHARE -> share(value);
      case COUNT -> count(Math.round(value));
      case RATIO -> format("%,.2f", value);
      case BYTES -> bytes(Math.round(value));
      case SECONDS -> seconds(value);
      case NUMBER -> number(value);
    };
  }

  /** A share that is not quite none or all does not look as if it were. */
  static String share(double value) {
    if (value > 0 && value < 0.001) {
      return "< 0.001";
    }
    if (value < 1 && value > 0.999) {
      return "> 0.999";
    }
    return format("%.3f", value);
  }

  static String count(long value) {
    return format("%,d", value);
  }

  /** Four digits, whatever the size. */
  static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e9) {
      return count((long) value);
    }
    if (size >= 1e9 || size < 1e-3) {
      return format("%.3g", value);
    }
    return format(size >= 100 ? "%,.1f" : size >= 1 ? "%.2f" : "%.3f", value);
  }

  static String bytes(long value) {
    if (value < 1000) {
      return value == 1 ? "1 byte" : value + " bytes";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double size = value / 1000.0;
    int unit = 0;
    while (size >= 999.5 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    return format(size < 9.95 ? "%.1f" : "%.0f", size) + " " + units[unit];
  }

  static String took(Duration took) {
    return seconds(took.toNanos() / 1e9);
  }

  static String seconds(double value) {
    if (value < 0.95) {
      return value < 0.0095 ? "under 0.01 s" : format("%.2f s", value);
    }
    if (value < 9.95) {
      return format("%.1f s", value);
    }
    long whole = Math.round(value);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
    }
    return count(whole / 3600)
        + " h"
        + (whole / 60 % 60 == 0 ? "" : " " + whole / 60 % 60 + " min");
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** {@code full}, for style sheets, JSON and limits. */
  static String id(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String verdict(Verdict verdict) {
    return capital(verdict.words());
  }

  static String form(Protection form) {
    return capital(form.words());
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** As the start of a sentence that is told on: without its full stop. */
  static String clause(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  /** "a", "a and b", "a, b and c". */
  static String list(List<String> parts) {
    int last = parts.size() - 1;
    if (last < 1) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  /**
   * On one line, for where no markup keeps a text apart from what is around it: characters that
   * steer a terminal or a line's direction are shown as question marks.
   */
  static String plain(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(isPrinted(c) ? c : '?'));
    return shown.toString();
  }

  /** The same, cut to a length. */
  static String brief(String text, int length) {
    String plain = plain(text);
    if (plain.codePointCount(0, plain.length()) <= length) {
      return plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, length - 1)).stripTrailing() + "…";
  }

  private static boolean isPrinted(int c) {
    int type = Character.getType(c);
    return !Character.isISOControl(c)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
