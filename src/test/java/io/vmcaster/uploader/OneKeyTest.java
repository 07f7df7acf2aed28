package io.vmcaster.uploader;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class OneKeyTest {

  private static final Principal[] NOBODY = {};

  private TestCa ca;
  private TestCa other;
  private Credential credential;
  private OneKey key;

  @BeforeAll
  void make(@TempDir Path directory) {
    TestPki pki = TestPki.in(directory);
    ca = pki.ca("/CN=Authority");
    other = pki.ca("/CN=Other");
    TestIdentity jane = ca.user("/CN=Jane").key(KeyKind.EC).issue();
    credential =
        new CredentialReader(Passphrases.NONE, Messages.SILENT)
            .read(jane.keyFile(), jane.certificateFile());
    key = new OneKey(credential);
  }

  @Test
  void itIsChosenWhereItsKindOfKeyWillDo() {
    String alias = key.chooseClientAlias(new String[] {"RSA", "EC"}, NOBODY, null);

    assertThat(key.chooseEngineClientAlias(new String[] {"EC"}, NOBODY, null)).isEqualTo(alias);
    assertThat(key.getClientAliases("EC", NOBODY)).containsExactly(alias);
    assertThat(key.getCertificateChain(alias)).containsExactlyElementsOf(credential.chain());
    assertThat(key.getPrivateKey(alias)).isSameAs(credential.key());
    assertThat(key.chooseClientAlias(new String[] {"RSA"}, NOBODY, null)).isNull();
  }

  /** It is a user's, and opens no server. */
  @Test
  void itIsNotForServers() {
    assertThat(key.chooseServerAlias("EC", NOBODY, null)).isNull();
    assertThat(key.getServerAliases("EC", NOBODY)).isEmpty();
  }

  /** dCache names authorities that are not above a proxy, and lets it in. */
  @Test
  void aServerSeesItThatAsksForOtherAuthorities() throws Exception {
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(host(ca.host("localhost").issue()), trusting(other.identity().certificate()), null);
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(new KeyManager[] {key}, trusting(ca.identity().certificate()), null);
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setNeedClientAuth(true);
      CompletableFuture<String> shown = CompletableFuture.supplyAsync(() -> whoCalls(listening));
      try (Socket socket =
          client
              .getSocketFactory()
              .createSocket(listening.getInetAddress(), listening.getLocalPort())) {
        socket.getOutputStream().write(1);
        assertThat(shown.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo("CN=Jane");
      }
    }
  }

  private static String whoCalls(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.getInputStream().read();
      return socket.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static KeyManager[] host(TestIdentity host) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(host.pkcs12("secret"))) {
      store.load(in, "secret".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "secret".toCharArray());
    return keys.getKeyManagers();
  }

  /** Names one authority and believes everybody. */
  private static TrustManager[] trusting(X509Certificate authority) {
    return new TrustManager[] {
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[] {authority};
        }
      }
    };
  }
}
