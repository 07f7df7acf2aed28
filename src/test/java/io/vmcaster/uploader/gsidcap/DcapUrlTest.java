package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.ServerUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DcapUrlTest {

  @ParameterizedTest
  @CsvSource({
    "gsidcap://Door.example.org:22129/pnfs/a, gsidcap://door.example.org:22129, /pnfs/a",
    "gsidcap://door.example.org/pnfs/a, gsidcap://door.example.org:22128, /pnfs/a",
    "dcap://door.example.org/a, dcap://door.example.org:22125, /a",
    "dcap://[::1]:2000/a, dcap://[::1]:2000, /a",
    "dcap://d/with blanké/100%20, dcap://d:22125, /with blanké/100%20"
  })
  void aTargetIsAnEndpointAndAPath(String target, String endpoint, String path) {
    assertThat(TestSections.protocol().locate(target)).isEqualTo(new Location(endpoint, path));
  }

  @Test
  void doorsReadPathsEncodedAndWithoutPort() {
    ServerUrl url =
        ServerUrl.parse("gsidcap://d:1/", DcapProtocol.SCHEMES).withPath("/a b/ü+\"%?#-_.~");

    assertThat(url.withoutPort()).isEqualTo("gsidcap://d/a%20b/%C3%BC%2B%22%25%3F%23-_.~");
    assertThat(url).hasToString("gsidcap://d:1/a b/ü+\"%?#-_.~");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dcap:/a",
        "http://door/a",
        "dcap://user@door/a",
        "dcap://door:0/a",
        "dcap://door:70000/a",
        "dcap://door",
        "dcap://door/directory/",
        "dcap://door/a\nb",
        "dcap://door:x/a"
      })
  void otherTargetsAreRefused(String target) {
    assertThatThrownBy(() -> TestSections.protocol().locate(target))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("writ");
  }
}
