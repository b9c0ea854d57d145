package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Leases, revocation lists and proofs: read as written, and nothing else. */
class TokensTest {
  private static final String ENTITLEMENT = id('E');
  private final Fixture fixture = new Fixture();
  private final VendorKey vendor = fixture.vendor;

  private static String id(char letter) {
    return String.valueOf(letter).repeat(21) + "A";
  }

  private License floating() {
    Conditions conditions = Conditions.NONE.withEntitlement(ENTITLEMENT);
    return License.parse(
        fixture.issue(LicenseTerms.expiring(Fixture.EXPIRES).conditions(conditions).build()));
  }

  private static Lease lease(VendorKey signer, License license) {
    return new Lease(
        signer.signer(),
        id('L'),
        ENTITLEMENT,
        license.id(),
        license.device(),
        id('I'),
        3,
        9,
        Fixture.NOW,
        Fixture.NOW.plusSeconds(60),
        id('P'),
        OptionalLong.of(64));
  }

  @Test
  void aLease() {
    Lease lease = lease(vendor, floating());
    String jwt = lease.sign(vendor.signing());
    assertThat(Lease.parse(jwt, null)).isEqualTo(lease);
    Members.everyLetterCounts(jwt, text -> Lease.parse(text, null));
    new Members(jwt, "brig-lease+jwt", vendor.signing(), null)
        .areAllNeeded(text -> Lease.parse(text, null), List.of("runs"));
  }

  @Test
  void boundsOfALease() {
    String jwt = lease(vendor, floating()).sign(vendor.signing());
    Members members = new Members(jwt, "brig-lease+jwt", vendor.signing(), null);
    Lease.parse(members.withBrig(brig -> brig.put("seat", 1_000_000L)), null);
    for (String bad :
        List.of(
            members.withBrig(brig -> brig.put("seat", 0L)),
            members.withBrig(brig -> brig.put("seat", 1_000_001L)),
            members.withBrig(brig -> brig.put("fence", 0L)),
            members.withBrig(brig -> brig.put("runs", 1L << 53)),
            members.with(claims -> claims.put("exp", Fixture.NOW.getEpochSecond())),
            members.with(claims -> claims.put("iat", 253_402_300_800L)))) {
      Refused.with(ErrorCode.TAMPERED, () -> Lease.parse(bad, null));
    }
  }

  @Test
  void aLeaseCompletesItsOwnLicenceOnly() {
    License license = floating();
    Lease own = lease(vendor, license);
    own.check(license);
    Refused.with(
        ErrorCode.BAD_SIGNATURE, () -> lease(VendorKey.generate(), license).check(license));
    Refused.with(ErrorCode.NO_KEY_FITS, () -> own.check(floating()));
    License without = License.parse(fixture.issue());
    Refused.with(ErrorCode.NO_KEY_FITS, () -> lease(vendor, without).check(without));
    License elsewhere =
        License.parse(
            LicenseIssuer.issue(
                vendor,
                fixture.manifest,
                fixture.signer,
                DeviceKey.generate().publicKey(),
                LicenseTerms.expiring(Fixture.EXPIRES).build(),
                Fixture.NOW));
    Refused.with(ErrorCode.WRONG_MACHINE, () -> own.check(elsewhere));
  }

  @Test
  void aRevocationList() {
    for (Set<String> ids :
        List.of(Set.<String>of(), Set.of(id('X')), Set.of(id('X'), id('Y'), "A".repeat(43)))) {
      Revocations list = list(7, ids);
      String jwt = list.sign(vendor.signing());
      assertThat(Revocations.parse(jwt, null)).isEqualTo(list);
    }
    String jwt = list(7, Set.of(id('X'))).sign(vendor.signing());
    Members.everyLetterCounts(jwt, text -> Revocations.parse(text, null));
    Members members = new Members(jwt, "brig-revoked+jwt", vendor.signing(), null);
    for (String bad :
        List.of(
            members.withBrig(brig -> brig.remove("ids")),
            members.withBrig(brig -> brig.put("more", "x")),
            members.withBrig(brig -> brig.put("number", -1L)),
            members.withBrig(brig -> brig.put("ids", id('X') + " " + id('X'))),
            members.withBrig(brig -> brig.put("ids", id('X') + "  " + id('Y'))),
            members.withBrig(brig -> brig.put("ids", "short")),
            members.with(claims -> claims.remove("iat")),
            members.with(claims -> claims.put("aud", "another")))) {
      Refused.with(ErrorCode.TAMPERED, () -> Revocations.parse(bad, null));
    }
  }

  private Revocations list(long number, Set<String> ids) {
    return new Revocations(vendor.signer(), number, Fixture.NOW, Fixture.NOW.plusSeconds(60), ids);
  }

  @Test
  void aRevocationListHasABound() {
    Set<String> most = new TreeSet<>();
    SecureRandom random = new SecureRandom();
    while (most.size() < Revocations.MAX_IDS) {
      most.add(Proof.newId(random));
    }
    String jwt = list(1, most).sign(vendor.signing());
    assertThat(jwt.length()).isLessThan(Revocations.MAX_LENGTH);
    assertThat(Revocations.parse(jwt, null).ids()).isEqualTo(most);
    String more = id('Z');
    Members members = new Members(jwt, "brig-revoked+jwt", vendor.signing(), null);
    String over = members.withBrig(brig -> brig.put("ids", brig.get("ids") + " " + more));
    Refused.with(ErrorCode.TAMPERED, () -> Revocations.parse(over, null));
    most.add(more);
    Refused.with(ErrorCode.USAGE, () -> list(1, most));
  }

  @Test
  void whatAListRevokes() {
    License license = floating();
    assertThat(list(1, Set.of()).revokes(license)).isFalse();
    assertThat(list(1, Set.of(license.id())).revokes(license)).isTrue();
    assertThat(list(1, Set.of(ENTITLEMENT)).revokes(license)).isTrue();
    assertThat(list(1, Set.of(license.device())).revokes(license)).isTrue();
    VendorKey stranger = VendorKey.generate();
    Revocations foreign =
        new Revocations(stranger.signer(), 1, Fixture.NOW, Fixture.NOW, Set.of(license.id()));
    assertThat(foreign.speaksFor(license)).isFalse();
    assertThat(foreign.revokes(license)).isFalse();
  }

  private String proof(String op, String nonce) {
    return Proof.sign(
        fixture.device.signing(),
        op,
        nonce,
        id('P'),
        vendor.signer(),
        fixture.device.thumbprint(),
        new LinkedHashMap<>(Map.of("seq", 5L)));
  }

  @Test
  void aProof() {
    for (String op : Proof.OPERATIONS) {
      Proof proof = Proof.parse(proof(op, "nonce"), null);
      assertThat(proof.op()).isEqualTo(op);
      assertThat(proof.id()).isEqualTo(id('P'));
      assertThat(proof.audience()).isEqualTo(vendor.signer().thumbprint());
      assertThat(proof.device()).isEqualTo(fixture.device.thumbprint());
      assertThat(proof.brig().integer("seq", 5, 5)).isEqualTo(5);
    }
    String jwt = proof("claim", "nonce");
    Members.everyLetterCounts(jwt, text -> Proof.parse(text, null));
    Members members = new Members(jwt, "brig-proof+jwt", fixture.device.signing(), null);
    for (String name : List.of("op", "nonce", "jti", "aud", "device", "brig")) {
      String missing = members.with(claims -> claims.remove(name));
      Refused.with(ErrorCode.TAMPERED, () -> Proof.parse(missing, null));
    }
    for (String bad :
        List.of(
            proof("steal", "nonce"),
            proof("claim", ""),
            proof("claim", "n".repeat(257)),
            proof("claim", "a\nb"),
            members.with(claims -> claims.put("more", 1L)))) {
      Refused.with(ErrorCode.TAMPERED, () -> Proof.parse(bad, null));
    }
    Proof.parse(proof("claim", "n".repeat(256)), null);
  }

  /** What was signed for one use is of none for another. */
  @Test
  void noKindPassesForAnother() {
    License license = floating();
    Map<String, String> tokens =
        Map.of(
            "licence", license.jwt(),
            "lease", lease(vendor, license).sign(vendor.signing()),
            "list", list(1, Set.of()).sign(vendor.signing()),
            "proof", proof("claim", "nonce"));
    tokens.forEach(
        (kind, jwt) -> {
          if (!kind.equals("licence")) {
            Refused.with(ErrorCode.TAMPERED, () -> License.parse(jwt));
          }
          if (!kind.equals("lease")) {
            Refused.with(ErrorCode.TAMPERED, () -> Lease.parse(jwt, null));
          }
          if (!kind.equals("list")) {
            Refused.with(ErrorCode.TAMPERED, () -> Revocations.parse(jwt, null));
          }
          if (!kind.equals("proof")) {
            Refused.with(ErrorCode.TAMPERED, () -> Proof.parse(jwt, null));
          }
        });
  }

  @Test
  void nothingIsReadThatIsTooLong() {
    Refused.with(ErrorCode.TAMPERED, () -> Lease.parse("A".repeat(4097), null));
    Refused.with(ErrorCode.TAMPERED, () -> Proof.parse("A".repeat(Proof.MAX_LENGTH + 1), null));
    Refused.with(
        ErrorCode.TAMPERED, () -> Revocations.parse("A".repeat(Revocations.MAX_LENGTH + 1), null));
  }
}
