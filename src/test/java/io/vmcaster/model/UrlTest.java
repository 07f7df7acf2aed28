package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTest {

  @Test
  void aUrlHasItsPartsAsTheyAreWritten() {
    Url url = Url.parse("HTTPS://me:x@[2001:DB8::1]:8443/a%20b/c_d?q=1#f").orElseThrow();

    assertThat(url)
        .isEqualTo(new Url("https", "me:x", "[2001:DB8::1]", "8443", "/a%20b/c_d", "?q=1", "#f"));
    assertThat(url.properHost()).isEqualTo("2001:db8::1");
    assertThat(url.port(443)).isEqualTo(8443);
    assertThat(url.rest()).isEqualTo("/a%20b/c_d?q=1#f");
  }

  @Test
  void whatIsLeftOutIsEmpty() {
    Url url = Url.parse("http://images_1.example.org").orElseThrow();

    assertThat(url).isEqualTo(new Url("http", "", "images_1.example.org", "", "", "", ""));
    assertThat(url.port(80)).isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "images.example.org", "file:/x", "http:/x", "1http://x/", "http:// :x"})
  void otherTextsAreNone(String text) {
    assertThat(Url.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"http://a b/, letters", "http:///x, letters", "http://a..b/, 1 to 63"})
  void aHostThatCannotBeIsRefused(String text, String why) {
    Url url = Url.parse(text).orElseThrow();

    assertThatThrownBy(url::properHost)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "123456"})
  void aPortThatCannotBeIsRefused(String port) {
    Url url = Url.parse("http://a:" + port + "/").orElseThrow();

    assertThatThrownBy(() -> url.port(80)).hasMessage("there is no port " + port);
  }

  @ParameterizedTest
  @CsvSource({"a b+c, a%20b%2Bc", "ä*~/, %C3%A4%2A~/", "100%, 100%25"})
  void everythingComesBackFromItsPercentSigns(String text, String encoded) {
    assertThat(Url.encode(text)).isEqualTo(encoded);
    assertThat(Url.decode(encoded)).isEqualTo(text);
  }

  @Test
  void plusSignsMeanThemselvesAndBytesNeedNotBeText() {
    assertThat(Url.decode("a+b")).isEqualTo("a+b");
    assertThat(Url.bytes("%FF")).isEqualTo("\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Url.decode("%FF")).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> Url.decode("100%")).hasMessageContaining("two hexadecimal digits");
  }
}
