package dev.brigandine.audit.license;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.VendorKey;
import java.io.IOException;
import java.nio.file.Path;

/** A licence server, or a relay, that grants more than it was lent. */
final class DelegationRows {
  private DelegationRows() {}

  static void add(Attempts attempts) {
    attempts.add(
        "a server's licence that lasts longer than its right",
        t -> {
          VendorKey server = VendorKey.generate();
          License right = honest(t, server);
          String end = "\"exp\":" + t.end.getEpochSecond();
          String longer = "\"exp\":" + t.end.plusSeconds(1).getEpochSecond();
          String served = t.served(server, right);
          return () ->
              t.open(t.file(ForgedLicence.of(served, end, longer, server.signing(), right.jwt())));
        });
    attempts.add(
        "a server's licence for a bundle that it has no right to",
        t -> {
          VendorKey server = VendorKey.generate();
          License right = honest(t, server);
          Path other = LicenceRows.newer(t);
          String id = License.load(t.license(other, t.terms())).bundles().get(0);
          String served = t.served(server, right);
          String own = right.bundles().get(0);
          String forged = ForgedLicence.of(served, own, id, server.signing(), right.jwt());
          return () -> Door.enter(other, t.file(forged), t.holder.device, t.at(t.start));
        });
    attempts.add(
        "a server's licence signed with a key that has no right",
        t -> {
          VendorKey server = VendorKey.generate();
          License right = honest(t, server);
          VendorKey other = VendorKey.generate();
          String own = server.signer().thumbprint();
          String theirs = other.signer().thumbprint();
          String served = t.served(server, right);
          return () ->
              t.open(t.file(ForgedLicence.of(served, own, theirs, other.signing(), right.jwt())));
        });
    attempts.add(
        "a server's licence by the right of another vendor",
        t -> {
          VendorKey server = VendorKey.generate();
          honest(t, server);
          Path foreign = t.file(t.served(server, foreign(t, server)));
          return () -> t.open(foreign);
        });
    attempts.add(
        "a right passed on more often than a server and a relay",
        t -> {
          VendorKey server = VendorKey.generate();
          VendorKey relay = VendorKey.generate();
          License right = t.delegation(server);
          License relayed =
              License.parse(
                  LicenseIssuer.delegate(server, right, relay.publicKey(), 2, t.terms(), t.start));
          String issued = t.served(relay, relayed);
          t.enter(t.file(issued));
          VendorKey third = VendorKey.generate();
          String own = relay.signer().thumbprint();
          String theirs = third.signer().thumbprint();
          return () ->
              t.open(t.file(ForgedLicence.of(issued, own, theirs, third.signing(), issued)));
        });
  }

  /** The right that was lent, by which an honest licence opens. */
  private static License honest(Thief t, VendorKey server) {
    License right = t.delegation(server);
    t.enter(t.file(t.served(server, right)));
    return right;
  }

  /** A stranger lends the server the right to a bundle of his own. */
  private static License foreign(Thief t, VendorKey server) throws IOException {
    VendorKey stranger = VendorKey.generate();
    Path bundle = t.folder.resolve("strangers.brig");
    String id = t.holder.manifest.modelId();
    Siblings.protect(stranger, id, 1, t.holder.manifest.customer(), bundle);
    try (Bundle open = Bundle.open(bundle)) {
      return License.parse(
          LicenseIssuer.delegate(
              stranger,
              open.manifest(),
              open.signer(),
              server.publicKey(),
              false,
              t.terms(),
              t.start));
    }
  }
}
