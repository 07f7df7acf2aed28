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
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void theConstraintsOfAnAnchorCount() throws Exception {
    TestPki pki = TestPki.in(directory.resolve("pki"));
    TestCa wide = pki.ca("/DC=org/DC=example/CN=Wide");
    String elsewhere = "nameConstraints=critical,permitted;IP:10.0.0.0/255.0.0.0";
    TestCa narrow = pki.ca("/DC=org/DC=example/CN=Narrow", elsewhere);
    SSLContext trust = TrustedTls.context(Optional.of(pki.caDirectory()));

    assertThat(fetch(server(wide), trust)).isEqualTo("secret list");
    assertThatThrownBy(() -> fetch(server(narrow), trust))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("certificate is not accepted");
  }

  private KeyStore server(TestCa ca) throws IOException, GeneralSecurityException {
    TestIdentity server = ca.host("localhost").subjectAlternativeName("IP:127.0.0.1").issue();
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
