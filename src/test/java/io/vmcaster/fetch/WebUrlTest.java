package io.vmcaster.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.fetch.WebProxies.WebProxy;
import io.vmcaster.fetch.WebProxies.WithoutProxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebUrlTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          http://example.org, example.org, 80
          HTTPS://Example.ORG/a, example.org, 443
          http://my_host.example.org:8080/list, my_host.example.org, 8080
          https://user:secret@my_host/list, my_host, 443
          http://[::1]:81/a, ::1, 81
          http://127.0.0.1:/a b, 127.0.0.1, 80
          http://example.org./a, example.org., 80
          http://example.org/grün, example.org, 80
          """)
  void hostAndPortAreFound(String text, String host, int port) {
    WebUrl url = WebUrl.parse(text);

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.toString()).doesNotContain("secret").isASCII();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org:99999/a",
        "http://example.org:0/a",
        "http://example.org:123456789012345678901/a",
        "http://my_host:99999/a",
        "http://a123456789012345678901234567890123456789012345678901234567890123.org/",
        "http://a..b/",
        "http://.a/",
        "http:///a",
        "http://",
        "http://ex%41mple.org/",
        "http://bücher.example/",
        "http://exa mple.org/",
        "http://[::1/",
        "http://example.org:8a/",
        "http://example.org/%zz",
        "http:example.org",
        "ftp://example.org/"
      })
  void whatNobodyCanAskForIsSaid(String text) {
    assertThatThrownBy(() -> WebUrl.parse(text))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageMatching("(?s)(cannot read|\").*: .*");
    assertThatThrownBy(() -> WebUrl.parse("http://" + "a.".repeat(130) + "org/"))
        .isInstanceOf(InvalidDataFailure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/b/c, d, http://a/b/d",
    "http://a, d, http://a/d",
    "http://a/b, //my_host/x, http://my_host/x",
    "http://a/b, https://c/d, https://c/d"
  })
  void aLocationIsRelativeToWhatWasAsked(String from, String location, String to) {
    assertThat(WebUrl.parse(from).resolve(location)).hasToString(to);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.1.2.3, true",
    "127.0.0.0/8, 128.0.0.1, false",
    "10.0.0.0/8, my10.0.0.0, false",
    "192.168.1.0/25, 192.168.1.127, true",
    "192.168.1.0/25, 192.168.1.128, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "::1/128, [::1], true",
    "fd00::/8, [fdff::1], true",
    "fd00::/8, [fe80::1], false",
    "fd00::/8, 127.0.0.1, false",
    "127.0.0.0/33, 127.0.0.1, false",
    "127.0.0.0/x, 127.0.0.1, false",
    "my_host, my_host, true",
    "example.org, a.example.org, true",
    ".example.org, example.org, true",
    "*.example.org, a.example.org, true",
    "[::1]:80, [::1], true",
    "example.org:81, example.org, false"
  })
  void noProxyNamesHostsAndNetworks(String noProxy, String host, boolean covered) {
    assertThat(WithoutProxy.parse(noProxy).covers(WebUrl.parse("http://" + host + "/")))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://host:99999", "host:0", "http://a..b:3128", "socks5://h:1", "http://"})
  void aProxyThatCannotBeIsTheConfigurationsFault(String value) {
    WebProxies proxies = new WebProxies(new Environment(Map.of("http_proxy", value), Path.of("/")));

    assertThatThrownBy(() -> proxies.of(WebUrl.parse("http://example.org/").uri()))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("http_proxy");
  }

  @Test
  void aProxyMayHaveAnUnderscoreAndALogin() {
    WebProxy proxy = WebProxy.parse("http_proxy", "http://jane:se%20cret@my_proxy:3128");

    assertThat(proxy.address().getPort()).isEqualTo(3128);
    assertThat(proxy.host()).isEqualTo("my_proxy");
    assertThat(proxy.login()).contains("jane:se cret");
    assertThat(proxy.toString()).doesNotContain("cret");
  }

  @ParameterizedTest
  @CsvSource({
    "cannot get http://jane:secret@host/a: no, cannot get http://jane:***@host/a: no",
    "scp://host:22/dir/file@2, scp://host:22/dir/file@2",
    "http://host:8080/a and mail@host, http://host:8080/a and mail@host",
    "postgresql://u:p/w@host/db, postgresql://u:***@host/db",
    "http://u:12ab@host, http://u:***@host"
  })
  void passwordsAreMaskedAndPortsAreNot(String text, String shown) {
    assertThat(Secrets.masked(text)).isEqualTo(shown);
  }
}
