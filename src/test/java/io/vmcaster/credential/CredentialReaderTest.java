package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestIdentity.Cipher;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.WarningsTo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialReaderTest {

  private static final String SECRET = "s\u00e9same, ouvre-toi";

  @TempDir static Path temporary;

  private static TestIdentity rsa;
  private static TestIdentity ec;

  private final List<String> asked = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private char[] given = SECRET.toCharArray();

  @BeforeAll
  static void makeIdentities() {
    TestPki pki = TestPki.in(temporary.resolve("pki"));
    var ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    rsa = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
    ec = ca.user("/DC=org/DC=example/CN=John Doe").key(KeyKind.EC).issue();
  }

  @ParameterizedTest
  @EnumSource
  void readsEncryptedPkcs8(Cipher cipher) {
    assertOpens(rsa, rsa.encryptedKey(cipher, SECRET));
    assertOpens(ec, ec.encryptedKey(cipher, SECRET));
    assertThat(given).containsOnly('\0');
  }

  @ParameterizedTest
  @EnumSource
  void readsEncryptedTraditionalKeys(Cipher cipher) {
    assertOpens(rsa, rsa.traditionalKey(cipher, SECRET));
    assertOpens(ec, ec.traditionalKey(cipher, SECRET));
    assertThat(given).containsOnly('\0');
  }

  @ParameterizedTest
  @ValueSource(strings = {"PBE-SHA1-3DES", "PBE-SHA1-RC2-40", "PBE-MD5-DES"})
  void readsKeysEncryptedInOldWays(String algorithm) {
    given = "secret".toCharArray();
    assertOpens(rsa, rsa.oldEncryptedKey(algorithm, "secret"));
  }

  @Test
  void readsKeysWithoutPassphrase() {
    for (TestIdentity identity : List.of(rsa, ec)) {
      assertOpens(identity, identity.keyFile());
      assertOpens(identity, identity.traditionalKey());
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void readsKeysBehindScrypt() throws Exception {
    Path file = temporary.resolve("scrypt.pem");
    OpenSsl.run(
        "pkcs8",
        "-topk8",
        "-scrypt",
        "-in",
        rsa.keyFile(),
        "-passout",
        "pass:" + SECRET,
        "-out",
        file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertOpens(rsa, file);
  }

  @Test
  void readsPkcs12OfTodayAndOfOld() {
    for (Path file : List.of(rsa.pkcs12("secret"), rsa.legacyPkcs12("secret"))) {
      asked.clear();
      given = "secret".toCharArray();
      Credential credential = reader().read(file, file);
      assertThat(credential.certificate()).isEqualTo(rsa.certificate());
      assertThat(asked).containsExactly("private key " + file);
    }
  }

  @Test
  void takesTheKeyFromOneFormAndTheCertificateFromAnother() {
    given = "secret".toCharArray();
    assertOpens(ec, ec.pkcs12("secret"));
    given = "secret".toCharArray();
    assertThat(reader().read(rsa.keyFile(), rsa.pkcs12("secret")).certificate())
        .isEqualTo(rsa.certificate());
    given = "secret".toCharArray();
    assertThat(reader().certificate(rsa.pkcs12("secret"))).isEqualTo(rsa.certificate());
  }

  @Test
  void readsProxiesWithTheirChain() {
    TestIdentity proxy = rsa.proxy().issue();
    Path file = proxy.proxyFile();
    assertThat(reader().read(file, file).chain())
        .containsExactly(proxy.certificate(), rsa.certificate());
  }

  @Test
  void findsTheCertificateOfTheKeyAmongOthers() throws Exception {
    Path both = temporary.resolve("both.pem");
    Files.writeString(
        both, Files.readString(ec.certificateFile()) + Files.readString(rsa.certificateFile()));
    assertThat(reader().read(rsa.keyFile(), both).chain())
        .containsExactly(rsa.certificate(), ec.certificate());
  }

  @Test
  void refusesAWrongPassphrase() {
    List<Path> files =
        List.of(
            rsa.encryptedKey(Cipher.AES256, "other"),
            rsa.traditionalKey(Cipher.DES_EDE3, "other"),
            rsa.oldEncryptedKey("PBE-SHA1-3DES", "other"),
            rsa.legacyPkcs12("other"),
            rsa.pkcs12("other"));
    for (Path file : files) {
      given = "secret".toCharArray();
      assertRefused(file, rsa.certificateFile(), "passphrase does not open the private key");
    }
  }

  @Test
  void refusesToGuessWhenNobodyCanBeAsked() {
    Path key = rsa.encryptedKey(Cipher.AES256, SECRET);
    CredentialReader reader = new CredentialReader(Passphrases.NONE, Messages.SILENT);
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader.read(key, rsa.certificateFile()))
        .withMessageContaining("nobody to ask");
  }

  @Test
  void refusesAKeyOfSomebodyElse() {
    assertRefused(rsa.keyFile(), ec.certificateFile(), "does not belong to");
    TestIdentity other = rsa.proxy().issue();
    assertRefused(ec.keyFile(), other.certificateFile(), "does not belong to");
  }

  @Test
  void refusesWhatIsNotThereOrEmpty() throws Exception {
    Path nothing = temporary.resolve("nothing");
    assertRefused(nothing, rsa.certificateFile(), "no private key at");
    assertRefused(rsa.keyFile(), nothing, "no certificate at");
    assertRefused(rsa.keyFile(), rsa.keyFile(), "no certificate in");
    assertRefused(rsa.certificateFile(), rsa.certificateFile(), "no private key in");
    assertRefused(temporary, rsa.certificateFile(), "cannot be read");
    Path empty = Files.createFile(temporary.resolve("empty"));
    assertRefused(empty, rsa.certificateFile(), "no private key in");
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().certificate(empty))
        .withMessageContaining("no certificate in");
  }

  @Test
  void refusesDamageWithoutSurprise() throws Exception {
    Random random = new Random(1);
    List<Path> files =
        List.of(
            rsa.keyFile(),
            rsa.encryptedKey(Cipher.AES128, SECRET),
            ec.traditionalKey(Cipher.AES256, SECRET),
            rsa.legacyPkcs12(SECRET),
            rsa.certificateFile());
    for (int i = 0; i < 200; i++) {
      byte[] bytes = Files.readAllBytes(files.get(i % files.size()));
      for (int j = 0; j < 3; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path damaged = Files.write(temporary.resolve("damaged"), bytes);
      readOrRefuse(damaged);
    }
  }

  private void readOrRefuse(Path damaged) {
    given = SECRET.toCharArray();
    try {
      assertThat(reader().read(damaged, rsa.certificateFile())).isNotNull();
    } catch (TrustFailure e) {
      assertThat(e).hasMessageContaining(damaged.toString());
    }
  }

  @Test
  void warnsAboutAKeyThatOthersCanRead() throws Exception {
    Path open = Files.copy(rsa.keyFile(), temporary.resolve("open.pem"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    reader().read(open, rsa.certificateFile());
    assertThat(warnings).singleElement().asString().contains("Others can read").contains("chmod");
  }

  private void assertOpens(TestIdentity identity, Path keyFile) {
    if (given[0] == '\0') {
      given = SECRET.toCharArray();
    }
    Credential credential = reader().read(keyFile, identity.certificateFile());
    assertThat(credential.certificate()).isEqualTo(identity.certificate());
    assertThat(
            CredentialReader.belongTogether(
                credential.key(), identity.certificate().getPublicKey()))
        .isTrue();
    assertThat(warnings).isEmpty();
  }

  private void assertRefused(Path key, Path certificate, String why) {
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().read(key, certificate))
        .withMessageContaining(why)
        .satisfies(failure -> assertThat(failure.advice()).isPresent());
  }

  private CredentialReader reader() {
    return new CredentialReader(this::answer, new WarningsTo(warnings));
  }

  private Optional<char[]> answer(String what) {
    asked.add(what);
    if (given[0] == '\0') {
      given = Arrays.copyOf(SECRET.toCharArray(), SECRET.length());
    }
    return Optional.of(given);
  }
}
