package dev.brigandine.audit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private static final Optional<String> KEY = Optional.of("brg_not-to-be-told");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8490/v2/models/a",
        "http://[::1]:8490/v2/models/a",
        "http://localhost/v2/models/a/versions/3",
        "https://models.example/below/v2/models/a%20model/"
      })
  void aModelsAddressIsTakenWithAKey(String address) {
    Endpoint endpoint = new Endpoint(URI.create(address), KEY);
    assertThat(endpoint.infer().toString()).isEqualTo(address.replaceAll("/$", "") + "/infer");
    assertThat(endpoint.toString()).doesNotContain(KEY.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://models.example/v2/models/a",
        "http://10.0.0.1/v2/models/a",
        "http://127.0.0.1.models.example/v2/models/a",
        "http://[2001:db8::1]/v2/models/a"
      })
  void aKeyDoesNotGoUnencryptedToAnotherMachine(String address) {
    assertThatThrownBy(() -> new Endpoint(URI.create(address), KEY))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("unencrypted")
        .hasMessageNotContaining(KEY.get());
    assertThat(new Endpoint(URI.create(address), Optional.empty()).model()).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8490",
        "http://127.0.0.1:8490",
        "http://127.0.0.1:8490/v2/models/",
        "http://127.0.0.1:8490/v2/models/a/infer",
        "http://127.0.0.1:8490/v2/models/a?x=1",
        "file:///v2/models/a"
      })
  void whatIsNoModelsAddressIsRefused(String address) {
    assertThatThrownBy(() -> new Endpoint(URI.create(address), Optional.empty()))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining(address);
  }

  @Test
  void aPasswordInTheAddressIsNotTold() {
    URI address = URI.create("http://me:secret@127.0.0.1/v2/models/a");
    assertThatThrownBy(() -> new Endpoint(address, Optional.empty()))
        .isInstanceOf(BrigandineException.class)
        .hasMessageNotContaining("secret");
  }
}
