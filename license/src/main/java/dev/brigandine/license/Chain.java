package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a licence stays within the one that lends its signer the right to grant it: in time,
 * bundles, runs, rate, features, isolation, versions, leases, and how far it trusts a clock. Runs
 * are bounded licence by licence: how many licences a delegate hands out is not told by any of
 * them.
 */
final class Chain {
  private Chain() {}

  /**
   * @param top whether {@code parent} is the vendor's own, in which no features mean any; further
   *     down they mean none, else a delegate would shed its bounds by lending to itself
   */
  static void check(Claims child, SignerId signer, Claims parent, boolean top) {
    Optional<Delegate> lent = parent.delegate();
    if (lent.isEmpty() || !lent.get().signer().thumbprint().equals(signer.thumbprint())) {
      throw refuse(ErrorCode.BAD_SIGNATURE, "is signed by a key that its vendor lent no right to");
    }
    if (child.delegate().isPresent() && !lent.get().mayDelegate()) {
      throw refuse(ErrorCode.BAD_SIGNATURE, "passes on a right that may not be passed on");
    }
    if (child.notBefore() < parent.notBefore() || child.expires() > parent.expires()) {
      throw refuse(ErrorCode.TAMPERED, "holds longer than the right of the one who signed it");
    }
    boolean sameModel =
        parent.bundles().containsAll(child.bundles())
            && parent.model().equals(child.model())
            && parent.version() == child.version()
            && Objects.equals(parent.customer(), child.customer());
    if (!sameModel) {
      throw refuse(ErrorCode.TAMPERED, "is for another bundle than its signer may license");
    }
    boolean within =
        (parent.runs() < 0 || child.runs() >= 0 && child.runs() <= parent.runs())
            && seats(child.delegate(), lent.get())
            && conditions(child.conditions(), parent.conditions(), top);
    if (!within) {
      throw refuse(ErrorCode.TAMPERED, "grants more than its signer may");
    }
  }

  private static boolean seats(Optional<Delegate> child, Delegate parent) {
    return parent.seats().isEmpty()
        || child.isEmpty()
        || child.get().seats().isPresent()
            && child.get().seats().getAsLong() <= parent.seats().getAsLong();
  }

  private static boolean conditions(Conditions child, Conditions parent, boolean top) {
    boolean anyFeature = top && parent.features().isEmpty();
    return (anyFeature || parent.features().containsAll(child.features()))
        && child.minimumVersion().orElse(0) >= parent.minimumVersion().orElse(0)
        && (parent.isolation() == Isolation.IN_PROCESS || child.isolation() == Isolation.VAULT)
        && (parent.lease().isEmpty()
            || child.lease().isPresent() && within(child.lease().get(), parent.lease().get()))
        && (parent.rate().isEmpty()
            || child.rate().isPresent() && within(child.rate().get(), parent.rate().get()))
        && child.clock().back().compareTo(parent.clock().back()) <= 0
        && (child.clock().memoryRequired() || !parent.clock().memoryRequired())
        // Traits are salted for one device: what binds the parent's cannot be asked of another.
        && parent.machine().isEmpty();
  }

  private static boolean within(LeaseTerms child, LeaseTerms parent) {
    return child.length().compareTo(parent.length()) <= 0;
  }

  /** No more at once, and no more in the long run. */
  private static boolean within(Rate child, Rate parent) {
    return child.runs() <= parent.runs()
        && child.runs() * parent.per().getSeconds() <= parent.runs() * child.per().getSeconds();
  }

  private static BrigandineException refuse(ErrorCode code, String how) {
    return new BrigandineException(code, "the licence " + how, "ask the vendor for a new licence");
  }
}
