package io.vmcaster.uploader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.ConfigurationFailure;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {

  private static final List<String> WEB = List.of("https", "http");

  @ParameterizedTest
  @CsvSource({
    "https://door.example.org/a b, https://door.example.org/a%20b",
    "davs://door.example.org:2880/a, https://door.example.org:2880/a",
    "dav://[::1]:80/a, http://[::1]/a",
    "https://1a.example.org./a, https://1a.example.org./a",
  })
  void aRequestAsksForOneFormOfIt(String target, String asked) {
    assertThat(ServerUrl.parse(target, WEB).uri()).isEqualTo(URI.create(asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a_b.example.org/x",
        "https://-a.example.org/x",
        "https://a-.example.org/x",
        "https://host.1/x",
        "http://300.1.1.1/x",
      })
  void aHostThatJavaAsksForNothingIsNoTarget(String target) {
    assertThatThrownBy(() -> ServerUrl.parse(target, WEB))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining(target)
        .hasMessageContaining("Java's HTTP client");
  }

  @Test
  void aDoorMayHaveAnyNameThatMachinesHave() {
    assertThat(ServerUrl.parse("dcap://a_b.example.org/x", List.of("gsidcap", "dcap")).endpoint())
        .isEqualTo("dcap://a_b.example.org:22125");
  }
}
