package io.vmcaster.uploader.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalProtocolTest {

  private final LocalProtocol protocol = new LocalProtocol();

  @ParameterizedTest
  @CsvSource({
    "/srv/www/list, /srv/www/list",
    "/srv//www/./a b, /srv/www/a b",
    "/srv/a%20b, /srv/a%20b",
    "file:///srv/www/list, /srv/www/list",
    "file:///srv/a%20b, /srv/a b",
    "file:///srv/a b, /srv/a b",
    "file:/srv/list, /srv/list",
    "file://localhost/srv/list, /srv/list",
  })
  void aTargetIsAnAbsolutePathOrFileUrl(String target, String path) {
    assertThat(protocol.locate(target)).isEqualTo(new Location("", path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "relative/list",
        "/",
        "/srv/www/",
        "file:relative",
        "file://elsewhere.example.org/srv/list",
        "file:///srv/%0Alist",
        "file:///srv/%zz",
        "/srv/a\nb",
        "/srv/a\0b",
        "host:/srv/list"
      })
  void anythingElseIsRefused(String target) {
    assertThatThrownBy(() -> protocol.locate(target)).isInstanceOf(ConfigurationFailure.class);
  }
}
