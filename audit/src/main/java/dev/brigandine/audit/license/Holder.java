package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Installed;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import java.time.Instant;

/** The licensed customer: what he has, and may read. */
final class Holder implements AutoCloseable {
  final Installed installed;
  final Manifest manifest;
  final SignerId signer;
  final License license;
  final DeviceKey device;

  private Holder(Installed installed, Bundle bundle) {
    this.installed = installed;
    this.manifest = bundle.manifest();
    this.signer = bundle.signer();
    this.license = License.load(installed.licence());
    this.device = DeviceKey.load(installed.device());
  }

  static Holder of(Installed installed) {
    try (Bundle bundle = Bundle.open(installed.bundle())) {
      return new Holder(installed, bundle);
    }
  }

  /** A moment at which the licence holds, whatever the clock says: its start. */
  Instant during() {
    Instant from = license.notBefore();
    return from.isAfter(license.issuedAt()) ? from : license.issuedAt();
  }

  /** As every licensed process has it in its memory; the caller closes it. */
  ActivationKey activation() {
    return license.activate(manifest, signer, device, during());
  }

  @Override
  public void close() {
    device.close();
  }
}
