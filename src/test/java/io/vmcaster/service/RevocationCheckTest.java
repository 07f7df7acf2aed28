package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Run;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.log.RunLog;
import io.vmcaster.service.Signer.RevocationCheck;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signer's authority is asked: a real OCSP responder of openssl, and a CRL on a web server. */
class RevocationCheckTest {

  @TempDir Path temporary;

  private final List<String> details = new ArrayList<>();
  private TestPki pki;
  private Path anchors;
  private TestCa ca;
  private HttpServer web;
  private Process responder;
  private Duration patience = Duration.ofSeconds(60);
  private Clock clock = Clock.systemUTC();

  @BeforeEach
  void makeAuthority() throws IOException {
    pki = TestPki.in(temporary.resolve("pki"));
    ca = pki.ca("/DC=org/DC=example/CN=CA");
    anchors = pki.caDirectory();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/crl",
        exchange -> {
          byte[] list = Files.readAllBytes(ca.file(".r0"));
          exchange.sendResponseHeaders(200, list.length);
          exchange.getResponseBody().write(list);
          exchange.close();
        });
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
    if (responder != null) {
      responder.destroyForcibly();
    }
  }

  @Test
  void aCrlIsAsked() {
    TestIdentity jane = issue("crlDistributionPoints=URI:" + crl());
    ca.publishCrl(Instant.now().plus(Duration.ofDays(3)));
    assertThatCode(() -> check(jane)).doesNotThrowAnyException();
    assertThat(details).isEmpty();
    ca.revoke(jane);
    ca.publishCrl(Instant.now().plus(Duration.ofDays(3)));
    assertRevoked(jane, crl());
  }

  @Test
  void aListBesideTheAnchorsIsAsked() {
    TestIdentity jane = issue();
    ca.publishCrl(Instant.now().plus(Duration.ofDays(25)));
    check(jane);
    assertThat(details).noneMatch(text -> text.startsWith("warned"));
    ca.revoke(jane);
    ca.publishCrl(Instant.now().plus(Duration.ofDays(25)));
    assertRevoked(jane, "the revocation list in " + anchors);
  }

  @Test
  void whatTheAnchorsWouldRefuseIsAWarning() throws IOException {
    TestCa lower = ca.intermediate("/DC=org/DC=example/CN=Lower");
    anchors = Files.createDirectory(temporary.resolve("root alone"));
    Files.copy(ca.file(".0"), anchors.resolve(ca.file(".0").getFileName()));
    check(lower.user("/DC=org/DC=example/CN=Jane").issue());
    assertThat(details)
        .filteredOn(text -> text.startsWith("warned"))
        .singleElement()
        .asString()
        .contains("sites with trust anchors as in " + anchors, "CN=Lower", "--doctor");
  }

  @Test
  void aCrlThatIsOutOfDateIsNoAnswer() {
    TestIdentity jane = issue("crlDistributionPoints=URI:" + crl());
    ca.publishCrl(Instant.now().minus(Duration.ofDays(3)));
    check(jane);
    assertThat(details).anyMatch(text -> text.contains("no answer that counts"));
  }

  @Test
  void ocspIsAskedFirst() throws Exception {
    int port = freePort();
    String address = "http://127.0.0.1:" + port;
    TestIdentity jane =
        issue("authorityInfoAccess=OCSP;URI:" + address, "crlDistributionPoints=URI:" + crl());
    startResponder(port);
    check(jane);
    assertThat(details).isEmpty();
    ca.revoke(jane);
    restartResponder(port);
    assertRevoked(jane, address);
  }

  @Test
  void anAnswerWithoutAnEndIsOfNow() throws Exception {
    int port = freePort();
    TestIdentity jane = issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + port);
    clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    startResponder(port);
    check(jane);
    assertThat(details).isEmpty();
    clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
    check(jane);
    assertThat(details).anyMatch(text -> text.contains("no answer that counts"));
    ca.revoke(jane);
    restartResponder(port);
    assertRevoked(jane, "http://127.0.0.1:" + port);
  }

  @Test
  void clocksMayDifferByMinutes() throws Exception {
    int port = freePort();
    TestIdentity jane = issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + port);
    startResponder(port, "-nmin", "60");
    for (int minutes : List.of(-3, 63)) {
      clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      check(jane);
      assertThat(details).isEmpty();
    }
  }

  @Test
  void whatIsRevokedIsRefusedWhateverTheClocksSay() throws Exception {
    int port = freePort();
    TestIdentity jane = issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + port);
    startResponder(port, "-nmin", "60");
    for (int hours : List.of(2, -2)) {
      details.clear();
      clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
      check(jane);
      assertThat(details).anyMatch(text -> text.contains("no answer that counts"));
    }
    ca.revoke(jane);
    restartResponder(port, "-nmin", "60");
    for (int hours : List.of(2, 0, -2)) {
      clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
      assertRevoked(jane, "http://127.0.0.1:" + port);
    }
  }

  @Test
  void whomTheAuthorityMadeAResponderAnswers() throws Exception {
    int port = freePort();
    TestIdentity jane = issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + port);
    ca.revoke(jane);
    String named = "/DC=org/DC=example/CN=Responder";
    TestCa other = pki.ca("/DC=org/DC=example/CN=Other");
    for (TestIdentity none :
        List.of(
            ca.user(named).issue(), other.order(named).extendedKeyUsage("OCSPSigning").issue())) {
      details.clear();
      startResponder(port, none);
      check(jane);
      assertThat(details).anyMatch(text -> text.contains("no answer that counts"));
      responder.destroyForcibly().waitFor();
    }
    startResponder(port, ca.order(named).extendedKeyUsage("OCSPSigning").issue());
    assertRevoked(jane, "http://127.0.0.1:" + port);
  }

  @Test
  void anAnswerOfSomebodyElseIsNone() throws Exception {
    TestCa other = pki.ca("/DC=org/DC=example/CN=Other");
    int port = freePort();
    TestIdentity jane = issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + port);
    ca.revoke(jane);
    startResponder(port, other.identity());
    check(jane);
    assertThat(details).anyMatch(text -> text.contains("no answer that counts"));
  }

  @Test
  void silenceIsADetail() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      TestIdentity jane =
          issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + silent.getLocalPort());
      patience = Duration.ofMillis(500);
      check(jane);
      assertThat(details).isNotEmpty().allMatch(text -> text.contains("is not known"));
    }
  }

  @Test
  void whoIsNotThereIsADetail() throws Exception {
    TestIdentity jane = issue("authorityInfoAccess=OCSP;URI:http://127.0.0.1:" + freePort());
    check(jane);
    assertThat(details).isNotEmpty();
  }

  private String crl() {
    return "http://127.0.0.1:" + web.getAddress().getPort() + "/crl";
  }

  private TestIdentity issue(String... extensions) {
    var order = ca.user("/DC=org/DC=example/CN=Jane");
    for (String extension : extensions) {
      order.extension(extension);
    }
    return order.issue();
  }

  private void startResponder(int port, String... options) throws Exception {
    startResponder(port, ca.identity(), options);
  }

  private void restartResponder(int port, String... options) throws Exception {
    responder.destroyForcibly().waitFor();
    startResponder(port, options);
  }

  private void startResponder(int port, TestIdentity signer, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl", "ocsp"));
    command.addAll(List.of("-port", String.valueOf(port), "-index", ca.index().toString()));
    command.addAll(List.of("-CA", ca.identity().certificateFile().toString()));
    command.addAll(List.of("-rsigner", signer.certificateFile().toString()));
    command.addAll(List.of("-rkey", signer.keyFile().toString()));
    command.addAll(List.of(options));
    responder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("ocsp.log").toFile())
            .start();
    // not by a connection: it would wait for a question on it
    Path log = temporary.resolve("ocsp.log");
    assertThat(Patience.until(() -> Files.readString(log).contains("waiting for OCSP"))).isTrue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void assertRevoked(TestIdentity jane, String by) {
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> check(jane))
        .withMessageContaining("is revoked, says " + by)
        .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.TRUST));
  }

  private void check(TestIdentity jane) {
    Environment environment = new Environment(Map.of("HOME", temporary.toString()), temporary);
    Messages messages =
        new Messages() {
          @Override
          public void warn(String text) {
            details.add("warned: " + text);
          }

          @Override
          public void info(String text) {
            details.add("told: " + text);
          }
        };
    Run run =
        new Run(environment, messages, Progress.NONE, Passphrases.NONE, clock, FailPoints.NONE);
    Credential credential =
        new CredentialReader(Passphrases.NONE, Messages.SILENT)
            .read(jane.keyFile(), jane.certificateFile());
    RunLog.begin((level, logger, text) -> details.add(text), Optional.empty());
    try {
      new RevocationCheck(
              () ->
                  new Fetcher(
                      environment,
                      Duration.ofSeconds(30),
                      () -> TrustedTls.context(Optional.empty(), warning -> {})),
              Optional.of(anchors),
              patience,
              run)
          .require(credential);
    } finally {
      RunLog.end();
    }
  }
}
