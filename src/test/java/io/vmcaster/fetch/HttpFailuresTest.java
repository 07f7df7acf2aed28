package io.vmcaster.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.fetch.WebProxies.WebProxy;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a server's answer, or of there being none. */
class HttpFailuresTest {

  private static final URI URL = URI.create("https://me:secret@example.org/list");

  private final HttpFailures direct = new HttpFailures("get", URL, Optional.empty());
  private final HttpFailures through =
      new HttpFailures("get", URL, Optional.of(proxy(Optional.empty())));

  private static WebProxy proxy(Optional<String> login) {
    return new WebProxy("https_proxy", "proxy.example.org", 3128, login);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | TRANSFER  | the server answers with status 400",
        "401 | TRANSFER  | it asks for a login",
        "403 | TRANSFER  | it does not let everybody read",
        "404 | TRANSFER  | there is no such file",
        "410 | TRANSFER  | there is no such file",
        "407 | TRANSFER  | the server answers with status 407",
        "408 | TEMPORARY | status 408",
        "425 | TEMPORARY | status 425",
        "426 | TRANSFER  | it does not take HTTP/1.1",
        "429 | TEMPORARY | status 429",
        "500 | TEMPORARY | status 500",
        "503 | TEMPORARY | status 503",
        "505 | TRANSFER  | it does not take HTTP/1.1"
      })
  void anAnswerIsForGoodOrNot(int status, ExitStatus kind, String words) {
    Failure failure = direct.refused(status);

    assertThat(failure.status()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageStartingWith("cannot get https://me:***@example.org/list: ")
        .hasMessageContaining(words);
    assertThat(failure.advice()).isPresent();
  }

  /** 505 is of the server's making, yet a later question has the same answer. */
  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void whatMayBeOtherwiseLater(int status) {
    assertThat(HttpFailures.isTemporary(status)).isTrue();
    assertThat(direct.refused(status).status()).isEqualTo(ExitStatus.TEMPORARY);
  }

  @Test
  void aProxysLoginIsAMatterOfTheConfiguration() {
    Failure wanted = through.refused(407);
    Failure refused =
        new HttpFailures("get", URL, Optional.of(proxy(Optional.of("me:x")))).refused(407);

    assertThat(wanted.status()).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(wanted)
        .hasMessageContaining("through the proxy proxy.example.org:3128 (https_proxy): ")
        .hasMessageEndingWith("wants a login");
    assertThat(wanted.advice().orElseThrow()).contains("Write it into https_proxy");
    assertThat(refused).hasMessageEndingWith("refuses the login");
  }

  @Test
  void consumersDoNotFollowEither() {
    assertThat(direct.redirected("to http://other.example.org/").status())
        .isEqualTo(ExitStatus.TRANSFER);
    assertThat(direct.redirected("to http://other.example.org/"))
        .hasMessageContaining("redirects us to http://other.example.org/");
  }

  private static SSLHandshakeException handshake(Throwable cause) {
    SSLHandshakeException handshake = new SSLHandshakeException("handshake");
    handshake.initCause(cause);
    return handshake;
  }

  static Stream<Arguments> thrown() {
    return Stream.of(
        arguments(new ConnectException("refused"), "TEMPORARY", "the connection is refused"),
        arguments(new IOException("reset"), "TEMPORARY", "the connection broke (reset)"),
        arguments(new EOFException("end"), "TEMPORARY", "the connection broke (end)"),
        arguments(new HttpTimeoutException("x"), "TEMPORARY", "no answer in time"),
        arguments(
            new SocketTimeoutException("less than 1000 bytes a second"),
            "TEMPORARY",
            "the server sends less than 1000 bytes a second"),
        arguments(new UnknownHostException("x"), "TEMPORARY", "example.org has no address"),
        arguments(
            new ConnectException().initCause(new UnresolvedAddressException()),
            "TEMPORARY",
            "the name example.org has no address"),
        arguments(
            new IOException("x", new ProtocolException("no status")),
            "TRANSFER",
            "does not answer in HTTP/1.1"),
        arguments(new IllegalArgumentException("abc"), "TRANSFER", "cannot be understood (abc)"),
        arguments(
            new SSLException("Unsupported or unrecognized SSL message"),
            "TRANSFER",
            "does not speak TLS"),
        arguments(
            handshake(new IllegalStateException("protocol_version")),
            "TRANSFER",
            "no TLS connection can be agreed on (protocol_version)"),
        arguments(handshake(new EOFException("gone")), "TEMPORARY", "the connection broke (gone)"),
        arguments(
            handshake(new CertificateException("unable to find")),
            "TRUST",
            "certificate is not accepted (unable to find)"),
        arguments(
            handshake(new CertificateExpiredException("NotAfter: x")), "TRUST", "it has expired"),
        arguments(
            handshake(new CertificateException("No name matching example.org found")),
            "TRUST",
            "it is for another host than example.org"),
        arguments(new IOException("Tunnel failed, got: 403"), "TRANSFER", "(status 403)"),
        arguments(new IOException("Tunnel failed, got: 503"), "TEMPORARY", "(status 503)"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void noAnswerHasAReason(Throwable thrown, ExitStatus kind, String words) {
    Failure failure = direct.of(thrown);

    assertThat(failure.status()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageStartingWith("cannot get https://me:***@example.org/list: ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret")
        .hasCause(thrown);
    assertThat(failure.advice()).isPresent();
  }

  /** Whose name it is that nobody knows: the proxy's, which is what we connect to. */
  @Test
  void theHostThatWasAskedIsNamed() {
    assertThat(through.of(new UnknownHostException("x")))
        .hasMessageContaining("the name proxy.example.org has no address");
  }

  @Test
  void aFailureOfOursStaysWhatItIs() {
    Failure ours = new LockedFailure("held");

    assertThat(direct.of(ours)).isSameAs(ours);
  }
}
