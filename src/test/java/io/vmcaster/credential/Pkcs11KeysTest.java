package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.jna.Function;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.signing.ListSigner;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.uploader.OneKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys on tokens, which SoftHSM stands in for. */
class Pkcs11KeysTest {

  private static final String MODULE = "/usr/lib/softhsm/libsofthsm2.so";
  private static final String PIN = "1234";

  @TempDir(cleanup = CleanupMode.NEVER) // the module keeps its tokens open
  static Path temporary;

  private static TestCa ca;
  private static TestIdentity rsa;
  private static TestIdentity ec;
  private static TestIdentity bare;
  private static TestIdentity host;

  private final AtomicInteger asked = new AtomicInteger();
  private String given = PIN;

  @BeforeAll
  static void makeTokens() throws Exception {
    Path tokens = Files.createDirectories(temporary.resolve("tokens"));
    Path configuration =
        Files.writeString(
            temporary.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\n");
    // the module asks the C library, not Java, where its tokens are
    Function.getFunction("c", "setenv")
        .invokeInt(new Object[] {"SOFTHSM2_CONF", configuration.toString(), 1});
    ca = TestPki.in(temporary.resolve("pki")).ca("/DC=org/DC=example/CN=CA");
    rsa = ca.user("/DC=org/DC=example/CN=Robot").issue();
    ec = ca.user("/DC=org/DC=example/CN=Curve").key(KeyKind.EC).issue();
    bare = ca.user("/DC=org/DC=example/CN=Bare").issue();
    host = ca.host("localhost").issue();
    for (String label : List.of("grid", "wrong", "twin", "twin")) {
      run(
          configuration,
          "softhsm2-util",
          "--init-token",
          "--free",
          "--label",
          label,
          "--pin",
          PIN,
          "--so-pin",
          "12345678");
    }
    write(configuration, rsa, "robot", "01", true);
    write(configuration, ec, "curve", "02", true);
    write(configuration, bare, "bare", "03", false);
  }

  private static void write(
      Path configuration, TestIdentity identity, String label, String id, boolean certificate)
      throws Exception {
    run(
        configuration,
        "softhsm2-util",
        "--import",
        identity.keyFile().toString(),
        "--token",
        "grid",
        "--label",
        label,
        "--id",
        id,
        "--pin",
        PIN);
    if (certificate) {
      Path der = temporary.resolve(label + ".der");
      OpenSsl.run("x509", "-in", identity.certificateFile(), "-outform", "DER", "-out", der);
      run(
          configuration,
          "pkcs11-tool",
          "--module",
          MODULE,
          "--token-label",
          "grid",
          "--login",
          "--pin",
          PIN,
          "--write-object",
          der.toString(),
          "--type",
          "cert",
          "--id",
          id,
          "--label",
          label);
    }
  }

  private static void run(Path configuration, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token=grid;object=robot;type=private|RSA",
        "token=grid;id=%01|RSA",
        "token=grid;object=curve;type=private|EC",
        "manufacturer=SoftHSM%20project;token=grid;id=%02|EC",
      })
  void signsWithTheKeyOnTheToken(String address, String algorithm) throws Exception {
    TestIdentity expected = algorithm.equals("RSA") ? rsa : ec;
    CredentialReader reader = reader();
    Path key = address(address);
    Credential credential = reader.readForSigning(key, key, Optional.empty());
    assertThat(credential.certificate()).isEqualTo(expected.certificate());
    assertThat(credential.key().getAlgorithm()).isEqualTo(algorithm);
    assertThat(credential.key().getEncoded()).isNull();
    byte[] message = ListSigner.sign("{}", credential, List.of(), Instant.now());
    OpenSsl.runOn(message, "smime", "-verify", "-CAfile", ca.identity().certificateFile());
    assertThat(reader.certificate(key)).isEqualTo(expected.certificate());
    reader.read(key, expected.certificateFile());
    assertThat(asked).hasValueLessThanOrEqualTo(1);
  }

  /** Two modules have the same symbols; the second one is not to find those of the first. */
  @Test
  void aModuleIsUsedBesideAnother() throws Exception {
    String key = "pkcs11:token=grid;object=robot?module-";
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().certificates(Path.of(key + "name=opensc-pkcs11")))
        .withMessageContaining("there is no token");
    Path copy = Files.copy(Path.of(MODULE), temporary.resolve("module.so"));
    assertThat(reader().certificates(Path.of(key + "path=" + copy))).isNotEmpty();
  }

  /** Without its machine code the next call of it would end the Java machine. */
  @Test
  void aModuleStaysLoaded() throws Exception {
    Path copy = Files.copy(Path.of(MODULE), temporary.resolve("stays.so"));
    reader().certificates(Path.of("pkcs11:token=grid;object=robot?module-path=" + copy));
    for (int i = 0; i < 20; i++) {
      System.gc();
      assertThat(Files.readString(Path.of("/proc/self/maps"))).contains(copy.toString());
    }
  }

  @Test
  void whyAModuleCannotBeLoadedIsOneLine() {
    String key = "pkcs11:token=grid;object=robot?module-path=/nonexistent.so";
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().certificates(Path.of(key)))
        .withMessage(
            "the PKCS#11 module /nonexistent.so cannot be loaded: /nonexistent.so: cannot open"
                + " shared object file: No such file or directory");
  }

  @ParameterizedTest
  @CsvSource({"robot, TLSv1.3", "robot, TLSv1.2", "curve, TLSv1.3", "curve, TLSv1.2"})
  void serversAreShownTheKeyOnTheToken(String object, String version) throws Exception {
    Path key = address("token=grid;object=" + object);
    Credential credential = reader().read(key, key);
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(host.pkcs12("secret"))) {
      own.load(in, "secret".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, "secret".toCharArray());
    SSLContext server = context(keys.getKeyManagers());
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setNeedClientAuth(true);
      listening.setEnabledProtocols(new String[] {version});
      CompletableFuture<String> shown = CompletableFuture.supplyAsync(() -> whoCalls(listening));
      try (Socket client =
          context(new KeyManager[] {new OneKey(credential)})
              .getSocketFactory()
              .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
        client.getOutputStream().write(1);
        assertThat(shown.get(Patience.SECONDS, TimeUnit.SECONDS))
            .isEqualTo(credential.certificate().getSubjectX500Principal().getName());
      }
    }
  }

  private static String whoCalls(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.getInputStream().read();
      return socket.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext context(KeyManager[] keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", ca.identity().certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void modulesAreFoundThroughP11Kit() {
    Path key = Path.of("pkcs11:token=grid;object=robot?module-name=softhsm2");
    assertThat(reader().read(key, key).certificate()).isEqualTo(rsa.certificate());
  }

  @Test
  void aWrongPinIsTriedOnce() {
    given = "9999";
    CredentialReader reader = reader();
    Path key = address("token=wrong;object=robot");
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(TrustFailure.class)
          .isThrownBy(() -> reader.read(key, key))
          .withMessageContaining("the PIN does not open the token wrong")
          .withMessageContaining("tries are left");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void saysThatNobodyCanBeAskedForThePin() {
    Path key = address("token=wrong;object=robot");
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> new CredentialReader(Passphrases.NONE, Messages.SILENT).read(key, key))
        .withMessageContaining("wants a PIN, and there is nobody to ask");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token=absent;object=robot|there is no token for",
        "token=twin;object=robot|2 tokens fit",
        "token=grid;object=absent|there is no private key at",
        "token=grid|several private keys fit",
        "token=grid;object=bare|has no certificate beside it",
        "token=grid;object=robot;foo=bar|unknown attribute",
        "token=grid;token=grid|twice",
        "token=%zz|hexadecimal",
        "token=grid;type=public|not the address of a private key",
      })
  void saysWhatIsWrong(String address, String why) {
    Path key = address(address);
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().read(key, key))
        .withMessageContaining(why)
        .satisfies(failure -> assertThat(failure.advice()).isPresent());
  }

  @Test
  void thePinStaysOutOfTheListOfProcesses() {
    Path key = Path.of("pkcs11:token=grid?pin-value=1234");
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().read(key, key))
        .withMessageContaining("lists the processes")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("1234"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere/module.so", "/etc/hostname"})
  void theModuleMustBeThere(String module) {
    Path key = Path.of("pkcs11:token=grid?module-path=" + module);
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().read(key, key))
        .withMessageContaining("the PKCS#11 module " + module + " cannot be loaded");
  }

  private static Path address(String address) {
    return Path.of("pkcs11:" + address + "?module-path=" + MODULE);
  }

  private CredentialReader reader() {
    return new CredentialReader(
        what -> {
          asked.incrementAndGet();
          return Optional.of(given.toCharArray());
        },
        Messages.SILENT);
  }
}
