package dev.brigandine.license;

/** The four sorts of key file, and what to tell someone who mixes them up. */
enum KeyKind {
  VENDOR_PRIVATE("vendor key file", "name the file that 'brigandine keygen -o' wrote"),
  VENDOR_PUBLIC("vendor public key file", "name the file that 'brigandine keygen --pub' wrote"),
  DEVICE_PRIVATE("device key file", "name the file that 'brigandine device init -o' wrote"),
  DEVICE_PUBLIC(
      "device public key file", "name the file that 'brigandine device init --pub' wrote");

  final String noun;
  final String hint;

  KeyKind(String noun, String hint) {
    this.noun = noun;
    this.hint = hint;
  }

  boolean isPrivate() {
    return this == VENDOR_PRIVATE || this == DEVICE_PRIVATE;
  }

  boolean isVendor() {
    return this == VENDOR_PRIVATE || this == VENDOR_PUBLIC;
  }
}
