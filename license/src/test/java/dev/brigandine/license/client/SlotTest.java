package dev.brigandine.license.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {
  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();

  private Slot take() {
    return Slot.take(folder, random);
  }

  @Test
  void aSlotIsOneHoldersAtATime() {
    String first;
    try (Slot one = take()) {
      first = one.instance();
      Slot two = take();
      assertThat(two.instance()).isNotEqualTo(first);
      two.close();
      try (Slot three = take()) {
        assertThat(three.instance()).isEqualTo(two.instance());
        // To close twice must not let go what is another's by now.
        two.close();
        try (Slot four = take()) {
          assertThat(four.instance()).isNotIn(first, three.instance());
        }
      }
    }
    try (Slot again = take()) {
      assertThat(again.instance()).isEqualTo(first);
    }
  }

  @Test
  void noNumberIsEverUsedTwice() {
    Set<Long> seen = new HashSet<>();
    long last = -1;
    for (int i = 0; i < 3; i++) {
      try (Slot slot = take()) {
        for (int j = 0; j < 70_000; j++) {
          long seq = slot.seq();
          assertThat(seq > last && seen.add(seq)).isTrue();
          last = seq;
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"instance\":\"short\",\"next\":1}",
        "{\"instance\":\"IIIIIIIIIIIIIIIIIIIIIA\",\"next\":-1}",
        "{\"instance\":\"IIIIIIIIIIIIIIIIIIIIIA\",\"next\":9007199254740991}",
        "{\"instance\":\"IIIIIIIIIIIIIIIIIIIIIA\"}"
      })
  void whatDoesNotReadIsAsIfItWereNotThere(String text) throws Exception {
    Files.writeString(folder.resolve("slot-0.json"), text);
    try (Slot slot = take()) {
      assertThat(slot.instance()).hasSize(22).isNotEqualTo("IIIIIIIIIIIIIIIIIIIIIA");
      assertThat(slot.seq()).isEqualTo(1);
      assertThat(slot.lease(null)).isNull();
    }
  }

  @Test
  void aLargeFileIsNotReadWhole() throws Exception {
    Files.writeString(folder.resolve("slot-0.json"), " ".repeat(1 << 20));
    try (Slot slot = take()) {
      assertThat(slot.seq()).isEqualTo(1);
    }
  }
}
