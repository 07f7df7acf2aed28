package io.vmcaster.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which web servers are believed. */
class FetcherTlsTest {

  @TempDir private Path directory;

  @Test
  void aServerThatTheGivenAnchorsVouchForIsBelieved() throws Exception {
    KeyStore keys = certificate("IP:127.0.0.1");

    assertThat(fetch(keys, trusting(keys))).isEqualTo("secret list");
  }

  @Test
  void aServerThatNobodyVouchesForIsRefused() throws Exception {
    KeyStore keys = certificate("IP:127.0.0.1");

    assertThatThrownBy(() -> fetch(keys, SSLContext.getDefault()))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("certificate is not accepted");
  }

  @Test
  void aCertificateOfAnotherServerIsRefused() throws Exception {
    KeyStore keys = certificate("DNS:other.example.org");

    assertThatThrownBy(() -> fetch(keys, trusting(keys))).isInstanceOf(TrustFailure.class);
  }

  @Test
  void aServerThatIsItsOwnAnchorIsBelieved() throws Exception {
    KeyStore keys = certificate("IP:127.0.0.1");
    Path anchors = Files.createDirectory(directory.resolve("anchors"));
    Files.copy(directory.resolve("certificate"), anchors.resolve("server.pem"));

    assertThat(fetch(keys, TrustedTls.context(Optional.of(anchors), warning -> {})))
        .isEqualTo("secret list");
  }

  /** What the directory of anchors says of an authority and its server. */
  @FunctionalInterface
  private interface Case {
    TestIdentity make(TestPki pki) throws IOException;
  }

  private static final String NAME = "/DC=org/DC=example/CN=Authority";

  private static Arguments told(String name, String words, Case made) {
    return Arguments.of(name, words, made);
  }

  private static TestOrder host(TestCa ca) {
    return ca.host("localhost").subjectAlternativeName("IP:127.0.0.1");
  }

  static Stream<Arguments> cases() {
    Instant later = Instant.now().plus(Duration.ofDays(10));
    String elsewhere = "nameConstraints=critical,permitted;IP:10.0.0.0/255.0.0.0";
    return Stream.of(
        told("nothing", "", pki -> host(pki.ca(NAME)).issue()),
        told("a list", "", pki -> listed(pki, later, false)),
        told("a list that calls it revoked", "is revoked", pki -> listed(pki, later, true)),
        told(
            "a list out of date",
            "run fetch-crl",
            pki -> listed(pki, Instant.now().minus(Duration.ofDays(1)), false)),
        told(
            "a list that is damaged",
            "is damaged",
            pki -> {
              TestCa ca = pki.ca(NAME);
              Files.writeString(ca.file(".r0"), "nothing");
              return host(ca).issue();
            }),
        told(
            "the authority below is revoked",
            "is revoked",
            pki -> {
              TestCa root = pki.ca(NAME);
              TestCa below = root.intermediate("/DC=org/DC=example/CN=Below");
              root.revoke(below.identity());
              root.publishCrl(later);
              return host(below).issue();
            }),
        told(
            "a policy of other names",
            "does not let it sign",
            pki -> {
              TestCa ca = pki.ca(NAME);
              ca.signingPolicy("/DC=org/DC=elsewhere/*");
              return host(ca).issue();
            }),
        told(
            "namespaces that deny it",
            "does not let it sign",
            pki -> {
              TestCa ca = pki.ca(NAME);
              Files.writeString(
                  ca.file(".namespaces"), "TO Issuer SELF DENY Subject \"/DC=org/DC=example/.*\"");
              return host(ca).issue();
            }),
        told(
            "constraints of the anchor",
            "The chain breaks a rule",
            pki -> host(pki.ca(NAME, elsewhere)).issue()),
        told(
            "constraints of an anchor that the server says it is not below",
            "the trust anchors",
            pki -> host(pki.ca(NAME, elsewhere)).extension("2.5.29.35=DER:30:03:82:01:63").issue()),
        told(
            "a critical extension of the anchor",
            "The chain breaks a rule",
            pki -> host(pki.ca(NAME, "1.2.3.4.5=critical,DER:05:00")).issue()));
  }

  private static TestIdentity listed(TestPki pki, Instant until, boolean revoked) {
    TestCa ca = pki.ca(NAME);
    TestIdentity server = host(ca).issue();
    if (revoked) {
      ca.revoke(server);
    }
    ca.publishCrl(until);
    return server;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatTheDirectoryOfAnchorsSaysCounts(String name, String words, Case made) throws Exception {
    TestPki pki = TestPki.in(directory.resolve("pki"));
    KeyStore keys = server(made.make(pki));
    List<String> warnings = new ArrayList<>();
    SSLContext trust = TrustedTls.context(Optional.of(pki.caDirectory()), warnings::add);

    if (words.isEmpty()) {
      assertThat(fetch(keys, trust)).isEqualTo("secret list");
    } else {
      assertThatThrownBy(() -> fetch(keys, trust))
          .isInstanceOf(TrustFailure.class)
          .hasMessageContaining("certificate is not accepted")
          .hasMessageContaining(words);
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aServerThatCouldBeForgedIsWarnedOfOnce() throws Exception {
    TestPki pki = TestPki.in(directory.resolve("pki"));
    KeyStore keys = server(host(pki.ca(NAME)).digest("sha1").issue());
    List<String> warnings = new ArrayList<>();
    SSLContext trust = TrustedTls.context(Optional.of(pki.caDirectory()), warnings::add);

    fetch(keys, trust);
    fetch(keys, trust);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("/CN=localhost is signed over a SHA-1");
  }

  @Test
  void whomJavaBelievesAnywayIsRefusedOnlyWhenRevokedOrBroken() throws Exception {
    TestPki pki = TestPki.in(directory.resolve("pki"));
    TestCa ca = pki.ca(NAME);
    ca.signingPolicy("/DC=org/DC=elsewhere/*");
    TestIdentity good = host(ca).issue();
    TestIdentity bad = host(ca).issue();
    KeyStore usual = KeyStore.getInstance("PKCS12");
    usual.load(null, null);
    usual.setCertificateEntry("ca", ca.identity().certificate());
    Path file = directory.resolve("usual.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      usual.store(out, "secret".toCharArray());
    }
    System.setProperty("javax.net.ssl.trustStore", file.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "secret");
    try {
      SSLContext trust = TrustedTls.context(Optional.of(pki.caDirectory()), warning -> {});
      assertThat(fetch(server(good), trust)).isEqualTo("secret list");
      ca.revoke(bad);
      ca.publishCrl(Instant.now().plus(Duration.ofDays(10)));
      assertThat(fetch(server(good), trust)).isEqualTo("secret list");
      assertThatThrownBy(() -> fetch(server(bad), trust)).hasMessageContaining("is revoked");
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  private KeyStore server(TestIdentity server) throws IOException, GeneralSecurityException {
    return store(server.keyFile(), server.certificateFile());
  }

  private String fetch(KeyStore keys, SSLContext trust)
      throws IOException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
    server.createContext(
        "/list",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("secret list".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try {
      Fetcher fetcher =
          new Fetcher(new Environment(Map.of(), directory), Duration.ofSeconds(10), () -> trust);
      String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/list";
      return new String(fetcher.fetch(url, 100), UTF_8);
    } finally {
      server.stop(0);
    }
  }

  private KeyStore certificate(String alternativeName)
      throws IOException, GeneralSecurityException {
    Path key = directory.resolve("key");
    Path certificate = directory.resolve("certificate");
    SshKeys.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=test",
        "-addext",
        "subjectAltName=" + alternativeName,
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
    return store(key, certificate);
  }

  private KeyStore store(Path key, Path certificate) throws IOException, GeneralSecurityException {
    Path store = directory.resolve("store");
    SshKeys.run(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        key.toString(),
        "-in",
        certificate.toString(),
        "-passout",
        "pass:secret",
        "-out",
        store.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    return keys;
  }

  private static SSLContext serving(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("anchor", keys.getCertificate(keys.aliases().nextElement()));
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
