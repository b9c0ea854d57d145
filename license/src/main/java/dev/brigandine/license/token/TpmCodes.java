package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Locale;

/** TPM response codes (TPM 2.0 Library, part 2 section 6.6) as sentences. */
final class TpmCodes {
  static final int NV_UNINITIALIZED = 0x14a;
  static final int NV_DEFINED = 0x14c;

  /** Format-one codes carry the number of handle, session or parameter in bits 8 to 11. */
  private static final int FORMAT_ONE = 0x80;

  private static final int HANDLE = 0x8b;
  private static final int PARAMETER_BIT = 0x40;

  private TpmCodes() {}

  static boolean isBusy(int code) {
    return code == 0x908 || code == 0x90a || code == 0x920 || code == 0x922;
  }

  /** There is nothing under the handle. */
  static boolean isNoSuchHandle(int code) {
    return (code & FORMAT_ONE) != 0 && (code & PARAMETER_BIT) == 0 && (code & 0xbf) == HANDLE;
  }

  /** An authorization was refused, the owner's for all we send. */
  private static boolean isRefused(int code) {
    int base = code & 0xbf;
    boolean session = (code & FORMAT_ONE) != 0 && (code & 0x800) != 0;
    return session && (base == 0x8e || base == 0xa2);
  }

  static BrigandineException refuse(String action, int code) {
    String message = "the TPM did not " + action + ": ";
    if (isRefused(code)) {
      return new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          message + "its owner's password is set",
          "let the TPM's owner define the counter once: docs/devices.md has the command");
    }
    return switch (code) {
      case 0x100 ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE,
              message + "it was not started",
              "the firmware or the kernel starts a TPM; a software TPM takes --flags"
                  + " startup-clear");
      case 0x14b ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE,
              message + "it has no room for another counter",
              "tpm2_getcap handles-nv-index shows what fills it");
      case 0x921 ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE,
              message + "it is locked after wrong passwords",
              "wait until it lets go, or reset it: tpm2_dictionarylockout --clear-lockout");
      default ->
          new BrigandineException(
              ErrorCode.TOKEN_UNAVAILABLE,
              message + String.format(Locale.ROOT, "response code 0x%03x", code),
              "tpm2_rc_decode tells what the code means");
    };
  }
}
