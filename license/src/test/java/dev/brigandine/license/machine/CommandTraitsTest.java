package dev.brigandine.license.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the commands of macOS and Windows print, as they print it; they are not here to be run. */
class CommandTraitsTest {
  private static final String IOREG =
      """
      +-o J314sAP  <class IOPlatformExpertDevice, id 0x100000227, registered, matched>
          {
            "IOPlatformSerialNumber" = "C02XL0AAJG5J"
            "IOPlatformUUID" = "A1B2C3D4-1234-5E6F-8A9B-0C1D2E3F4A5B"
            "IOBusyInterest" = "IOCommand is not serializable"
          }
      """;
  private static final String REG =
      """

      HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography
          MachineGuid    REG_SZ    0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9

      """;

  @Test
  void macOsTellsByIoreg() {
    TraitSource mac =
        new CommandTraits(
            true, command -> command.get(0).endsWith("ioreg") ? IOREG : "8\n", name -> null);
    assertThat(mac.read("platform-uuid").values())
        .containsExactly("a1b2c3d4-1234-5e6f-8a9b-0c1d2e3f4a5b");
    assertThat(mac.read("platform-serial").values()).containsExactly("c02xl0aajg5j");
  }

  @Test
  void windowsTellsByItsRegistry() {
    Map<String, String> environment =
        Map.of("PROCESSOR_IDENTIFIER", "Intel64 Family 6", "NUMBER_OF_PROCESSORS", "8");
    TraitSource windows = new CommandTraits(false, command -> REG, environment::get);
    assertThat(windows.read("machine-guid").values())
        .containsExactly("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");
    assertThat(windows.read("cpu").values()).containsExactly("8 x intel64 family 6");
  }

  @Test
  void aCommandThatFailsOrTalksNonsenseShowsNothing() {
    for (String said : new String[] {null, "", "\"IOPlatformUUID\" = \"", "MachineGuid REG_SZ"}) {
      for (boolean apple : new boolean[] {true, false}) {
        TraitSource source = new CommandTraits(apple, command -> said, name -> null);
        for (String name : List.of("platform-uuid", "platform-serial", "machine-guid")) {
          assertThat(source.read(name).values()).isEmpty();
        }
      }
    }
  }

  @Test
  void aCommandThatIsMissingIsNoFailure() {
    assertThat(new SystemCommands().run(List.of("/no/such/command"))).isNull();
    assertThat(new SystemCommands().run(List.of("false"))).isNull();
  }
}
