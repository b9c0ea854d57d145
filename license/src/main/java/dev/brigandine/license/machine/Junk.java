package dev.brigandine.license.machine;

import java.util.Locale;
import java.util.Set;

/**
 * Identifiers that many machines share: what a maker forgot to fill in, what a virtual machine's
 * template or an image carries, what software makes up at each start.
 */
final class Junk {
  private static final int SHORTEST = 4;
  private static final int LONGEST = 256;

  /** Seen on thousands of boards each (firmware defaults of AMI, Dell, Lenovo, QEMU and others). */
  private static final Set<String> UUIDS =
      Set.of(
          "03000200-0400-0500-0006-000700080009",
          "00020003-0004-0005-0006-000700080009",
          "00010203-0405-0607-0809-0a0b0c0d0e0f",
          "00112233-4455-6677-8899-aabbccddeeff",
          "11111111-2222-3333-4444-555555555555",
          "12345678-1234-5678-90ab-cddeefaabbcc",
          "01234567-8910-1112-1314-151617181920",
          "4c4c4544-0000-2010-8020-80c04f202020",
          "70d74b04-0000-0000-0000-000000000000");

  private static final Set<String> TEXTS =
      Set.of(
          "base board serial number",
          "chassis serial number",
          "default",
          "default string",
          "empty",
          "filled by oem",
          "invalid",
          "mb-1234567890",
          "n/a",
          "none",
          "not applicable",
          "not available",
          "not specified",
          "no enclosure",
          "o.e.m.",
          "oem",
          "serial",
          "serial number",
          "system serial number",
          "system uuid",
          "to be filled by o.e.m.",
          "to be filled by o.e.m",
          "to be filled by oem",
          "type2 - board serial number",
          "undefined",
          "uninitialized",
          "unknown");

  private static final Set<String> ADDRESSES =
      Set.of("00:01:02:03:04:05", "00:11:22:33:44:55", "00:12:34:56:78:90", "00:e0:4c:68:00:01");

  private Junk() {}

  /** Why this identifies no machine, or null if it may. */
  static String reason(String found) {
    if (found == null) {
      return null;
    }
    String text = found.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return "empty";
    }
    if (text.length() > LONGEST) {
      return "too long to be an identifier";
    }
    if (UUIDS.contains(text) || TEXTS.contains(text)) {
      return "a default that many machines have";
    }
    String bare = bare(text);
    if (bare.length() < SHORTEST) {
      return "too short to tell machines apart";
    }
    if (isOneCharacter(bare)) {
      return "one character repeated";
    }
    if (isCounted(bare)) {
      return "digits counted up, a default";
    }
    if (text.matches("qm0000[0-9]|drive-(scsi|virtio|ide)[0-9-]*|virtual[ _-]?(hd|disk)?")) {
      return "what every virtual machine of its kind has";
    }
    return null;
  }

  static String addressReason(String found) {
    if (found == null) {
      return null;
    }
    String text = found.strip().toLowerCase(Locale.ROOT);
    if (!text.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
      return "no Ethernet address";
    }
    if (isOneCharacter(bare(text)) || ADDRESSES.contains(text)) {
      return "a default that many network cards have";
    }
    int first = Integer.parseInt(text.substring(0, 2), 16);
    if ((first & 2) != 0) {
      return "locally administered: made up by software";
    }
    return (first & 1) != 0 ? "a group's address" : null;
  }

  /** Letters and digits alone. */
  private static String bare(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static boolean isOneCharacter(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c == text.charAt(0));
  }

  /** 123456789, 0123456789, 01234567890123456789 and the like. */
  private static boolean isCounted(String text) {
    for (int i = 1; i < text.length(); i++) {
      int before = text.charAt(i - 1) - '0';
      if (before < 0 || before > 9 || text.charAt(i) - '0' != (before + 1) % 10) {
        return false;
      }
    }
    return true;
  }
}
