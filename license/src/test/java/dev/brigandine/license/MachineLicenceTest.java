package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.machine.FakeMachine;
import dev.brigandine.license.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key in a file, copied: what the machine's fingerprint then does. */
class MachineLicenceTest {
  @TempDir Path folder;

  @Test
  void aCopiedKeyFileOpensElsewhereUnlessTheLicenceIsBoundToTheMachine() {
    Fixture fixture = new Fixture();
    Machine home = FakeMachine.workstation(folder.resolve("home"), 1).machine();
    Machine thiefs = FakeMachine.workstation(folder.resolve("thief"), 2).machine();
    Path file = folder.resolve("device.key");
    Path pub = folder.resolve("device.pub");
    fixture.device.save(file, null);
    fixture.device.publicKey(home).save(pub);
    DevicePublicKey sent = DevicePublicKey.load(pub);
    assertThat(sent.machine()).isPresent();

    // Unbound: the copy of the file is all it takes.
    DeviceKey copied = DeviceKey.load(file);
    License free = License.parse(fixture.issue());
    free.checkMachine(thiefs);
    free.activate(fixture.manifest, fixture.signer, copied, Fixture.NOW).close();

    // Bound: the same file, the same licence, another machine.
    Conditions bound =
        Conditions.NONE.withMachine(
            new MachineBinding(MachineBinding.Match.MOST, sent.machine().get().hashes()));
    License licence =
        License.parse(
            fixture.issue(LicenseTerms.expiring(Fixture.EXPIRES).conditions(bound).build()));
    licence.checkMachine(home);
    assertThat(Refused.with(ErrorCode.WRONG_MACHINE, () -> licence.checkMachine(thiefs)))
        .hasMessageContaining("disk, mac");
    // This machine is neither.
    Refused.with(
        ErrorCode.WRONG_MACHINE,
        () -> licence.activate(fixture.manifest, fixture.signer, copied, Fixture.NOW));
  }

  @Test
  void referenceFilesAreReadAsTheyAreWritten() {
    DevicePublicKey device = DeviceKey.generate().publicKey();
    String json = device.toJson().strip();
    String reference =
        json.substring(0, json.length() - 1)
            + ",\"token\":{\"config\":\"C:\\\\tpm \\\"1\\\".cfg\",\"name\":\"brig-1\"}}";
    JwkSet read = JwkSet.parse(reference.getBytes(StandardCharsets.UTF_8), "x");
    assertThat(read.kind()).isEqualTo(KeyKind.DEVICE_PRIVATE);
    assertThat(read.token().config()).isEqualTo("C:\\tpm \"1\".cfg");
    assertThat(new String(read.toJson(), StandardCharsets.UTF_8).strip()).isEqualTo(reference);
  }

  @Test
  void referencesThatMakeNoSenseAreRefused() throws Exception {
    String json = DeviceKey.generate().publicKey().toJson().strip();
    Path clear = folder.resolve("clear");
    DeviceKey.generate().save(clear, null);
    String secret = Files.readString(clear).strip();
    String token = ",\"token\":{\"config\":\"a\",\"name\":\"b\"}}";
    for (String bad :
        new String[] {
          json.substring(0, json.length() - 1) + ",\"token\":{\"config\":\"a\",\"name\":\"b/c\"}}",
          json.substring(0, json.length() - 1) + ",\"token\":{\"config\":\"a\"}}",
          json.substring(0, json.length() - 1)
              + ",\"token\":{\"config\":\"a\",\"name\":\"b\",\"c\":1}}",
          json.substring(0, json.length() - 1) + ",\"token\":\"a\"}",
          json.substring(0, json.length() - 1) + ",\"machine\":{\"mac\":[]}}",
          secret.substring(0, secret.length() - 1) + token,
          secret.substring(0, secret.length() - 1)
              + ",\"machine\":{\"mac\":[\"AAAAAAAAAAAAAAAAAAAAAA\"]}}"
        }) {
      Refused.withAny(
          () -> JwkSet.parse(bad.getBytes(StandardCharsets.UTF_8), "x"), ErrorCode.TAMPERED);
    }
  }
}
