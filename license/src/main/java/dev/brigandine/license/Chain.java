package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import java.util.Objects;
import java.util.Optional;

/** Whether a licence stays within the one that lends its signer the right to grant it. */
final class Chain {
  private Chain() {}

  static void check(Claims child, SignerId signer, Claims parent) {
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
    checkConditions(child.conditions(), parent.conditions());
  }

  private static void checkConditions(Conditions child, Conditions parent) {
    long lowest = parent.minimumVersion().orElse(0);
    boolean within =
        (parent.features().isEmpty() || parent.features().containsAll(child.features()))
            && child.minimumVersion().orElse(0) >= lowest
            && (parent.isolation() == Isolation.IN_PROCESS || child.isolation() == Isolation.VAULT)
            && (parent.lease().isEmpty() || child.lease().isPresent());
    if (!within) {
      throw refuse(ErrorCode.TAMPERED, "grants more than its signer may");
    }
  }

  private static BrigandineException refuse(ErrorCode code, String how) {
    return new BrigandineException(code, "the licence " + how, "ask the vendor for a new licence");
  }
}
