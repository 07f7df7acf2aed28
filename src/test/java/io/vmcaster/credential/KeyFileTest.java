package io.vmcaster.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of a key and of a certificate, as the real openssl writes it. */
class KeyFileTest {

  @TempDir static Path temporary;

  private static TestCa ca;
  private static TestIdentity rsa;
  private static TestIdentity ec;
  private static int files;

  private final List<String> asked = new ArrayList<>();
  private String given = "s\u00e9same";

  @BeforeAll
  static void makeIdentities() {
    ca = TestPki.in(temporary.resolve("pki")).ca("/DC=org/DC=example/CN=Test CA");
    rsa = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
    ec = ca.user("/DC=org/DC=example/CN=John Doe").key(KeyKind.EC).issue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1",
        "pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA256",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA384",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 20000",
        "pkcs8 -topk8 -v2 des3",
        "pkcs8 -topk8 -v2 des3 -outform DER",
        "pkcs8 -topk8 -v2 aes256 -outform DER",
        "pkcs8 -topk8 -scrypt",
        "pkcs8 -topk8 -v1 PBE-MD5-DES",
        "pkcs8 -topk8 -v2 camellia256",
        "pkcs8 -topk8 -v1 PBE-SHA1-DES",
        "pkcs8 -topk8 -v1 PBE-SHA1-3DES",
        "pkcs8 -topk8 -v1 PBE-SHA1-2DES",
        "pkcs8 -topk8 -v1 PBE-SHA1-RC2-40",
        "pkcs8 -topk8 -v1 PBE-SHA1-RC2-128",
        "pkcs8 -topk8 -v1 PBE-SHA1-RC4-128",
        "pkey -traditional -des-cbc",
        "pkey -traditional -des3",
        "pkey -traditional -aes128",
        "pkey -traditional -aes192",
        "pkey -traditional -aes256",
      })
  void opensEncryptedKeys(String command) {
    for (TestIdentity identity : List.of(rsa, ec)) {
      String passphrase = identity == rsa ? "secret" : "s\u00e9same";
      Path file = key(identity, command + " -passout pass:" + passphrase);
      given = passphrase;
      assertOpens(identity, file, identity.certificateFile());
      assertThat(asked).containsOnly("private key " + file);
      given = "wrong";
      assertRefused(file, identity.certificateFile(), "passphrase does not open the private key");
      asked.clear();
    }
  }

  /** A cipher that is not known is no wrong passphrase. */
  @ParameterizedTest
  @ValueSource(strings = {"aria-256-cbc", "sm4", "bf"})
  void saysThatACipherIsNotSupported(String cipher) {
    Path file = key(rsa, "pkcs8 -topk8 -v2 " + cipher + " -passout pass:secret");
    given = "secret";
    assertRefused(file, rsa.certificateFile(), "of a kind that is not supported");
  }

  static Stream<AlgorithmIdentifier> costly() {
    int endless = 2_000_000_000;
    byte[] salt = new byte[16];
    return Stream.of(
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            new PKCS12PBEParams(salt, endless)),
        derived(
            PKCSObjectIdentifiers.id_PBKDF2,
            new PBKDF2Params(
                salt, endless, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))),
        derived(MiscObjectIdentifiers.id_scrypt, new ScryptParams(salt, 1 << 20, 8, 1)),
        derived(MiscObjectIdentifiers.id_scrypt, new ScryptParams(salt, 1 << 14, 8, 1 << 20)));
  }

  private static AlgorithmIdentifier derived(ASN1ObjectIdentifier function, ASN1Encodable how) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(function, how),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]))));
  }

  /** Who writes a file does not keep us busy for hours, nor takes all memory. */
  @ParameterizedTest
  @MethodSource("costly")
  void refusesDerivationsThatCostTooMuch(AlgorithmIdentifier algorithm) throws Exception {
    given = "secret";
    Path file = secret(".key");
    Files.write(file, new EncryptedPrivateKeyInfo(algorithm, new byte[64]).getEncoded());
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertRefused(file, rsa.certificateFile(), "of a kind that is not supported"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -nocrypt",
        "pkcs8 -topk8 -nocrypt -outform DER",
        "pkey -traditional",
        "pkey -traditional -outform DER",
        "pkey -text",
      })
  void opensPlainKeys(String command) {
    assertOpens(rsa, key(rsa, command), rsa.certificateFile());
    assertOpens(ec, key(ec, command), ec.certificateFile());
    assertThat(asked).isEmpty();
  }

  @Test
  void opensEcKeysWithTheirParametersInABlockInFront() throws Exception {
    Path key = secret(".pem");
    OpenSsl.run("ecparam", "-name", "prime256v1", "-genkey", "-out", key);
    assertThat(Files.readString(key)).contains("BEGIN EC PARAMETERS", "BEGIN EC PRIVATE KEY");
    Path certificate = secret(".crt");
    OpenSsl.run("req", "-x509", "-new", "-key", key, "-subj", "/CN=x", "-out", certificate);
    assertThat(reader().read(key, certificate).key().getAlgorithm()).isEqualTo("EC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-aes256", "-legacy", "-keypbe NONE"})
  void nobodyIsAskedForAnEmptyPassphrase(String how) {
    Path file = pkcs12(rsa, how, "");
    given = "wrong";
    assertOpens(rsa, file, file);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'-aes256', true",
    "'-keypbe aes-256-cbc -certpbe aes-128-cbc -macalg sha512', true",
    "'-legacy', true",
    "'-descert', true",
    "'-legacy -keypbe PBE-SHA1-RC2-40 -certpbe PBE-SHA1-RC2-40', true",
    "'-nomac', true",
    "'-legacy -nomac', true",
    "'-certpbe NONE', true",
    "'-keypbe NONE', true",
    "'-keypbe NONE -certpbe NONE', false",
    "'-keypbe NONE -certpbe NONE -nomac', false",
    "'-nodes -nomac', true",
  })
  void opensPkcs12(String how, boolean encrypted) {
    for (TestIdentity identity : List.of(rsa, ec)) {
      String passphrase = identity == rsa ? "secret" : "s\u00e9same";
      given = passphrase;
      Path file = pkcs12(identity, how, passphrase);
      assertOpens(identity, file, file);
      assertThat(reader().read(file, file).chain())
          .contains(ca.identity().certificate(), identity.certificate());
      assertThat(reader().certificate(file)).isEqualTo(identity.certificate());
      assertThat(asked.isEmpty()).isEqualTo(!encrypted);
      if (encrypted) {
        given = "wrong";
        assertRefused(file, file, "passphrase does not open the private key");
      }
      asked.clear();
    }
  }

  @Test
  void asksForNoPassphraseThatIsEmpty() {
    for (String how : List.of("-aes256", "-legacy")) {
      Path file = pkcs12(rsa, how, "");
      given = "";
      assertOpens(rsa, file, file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x509",
        "x509 -outform DER",
        "x509 -text",
        "x509 -trustout",
        "x509 -trustout -addtrust emailProtection -setalias me",
      })
  void readsCertificates(String command) {
    Path file = secret(".crt");
    OpenSsl.run(words(command, "-in", rsa.certificateFile(), "-out", file));
    assertOpens(rsa, rsa.keyFile(), file);
  }

  @Test
  void readsBundlesOfCertificatesInAnyOrder() throws Exception {
    for (String form : List.of("PEM", "DER")) {
      Path bundle = secret(".p7b");
      OpenSsl.run(
          words(
              "crl2pkcs7 -nocrl -outform " + form,
              "-certfile",
              ca.identity().certificateFile(),
              "-certfile",
              rsa.certificateFile(),
              "-out",
              bundle));
      assertOpens(rsa, rsa.keyFile(), bundle);
      assertThat(reader().certificate(bundle)).isEqualTo(rsa.certificate());
    }
    Path windows = secret(".pem");
    Files.writeString(
        windows,
        "\ufeff"
            + (Files.readString(ca.identity().certificateFile())
                    + Files.readString(rsa.certificateFile()))
                .replace("\n", "\r\n"));
    assertOpens(rsa, rsa.keyFile(), windows);
    assertThat(reader().certificate(windows)).isEqualTo(rsa.certificate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "req -new -subj /CN=x -key KEY|certificate|request for a certificate",
        "req -new -subj /CN=x -outform DER -key KEY|certificate|request for a certificate",
        "pkey -pubout -in KEY|private key|public key only",
        "ecparam -genkey -name secp256k1|private key|kind that is not supported",
        "ecparam -genkey -name brainpoolP256r1|private key|kind that is not supported",
        "ecparam -genkey -name secp224r1|private key|kind that is not supported",
        "ecparam -genkey -name prime256v1 -param_enc explicit|private key|",
      })
  void saysWhatElseAFileHolds(String command, String as, String why) {
    Path file = secret(".pem");
    OpenSsl.run(words(command.replace("KEY", rsa.keyFile().toString()), "-out", file));
    if (as.equals("certificate")) {
      assertRefused(rsa.keyFile(), file, why);
    } else {
      assertRefused(file, rsa.certificateFile(), why == null ? "private key" : why);
    }
  }

  @Test
  void readsNeitherDevicesNorDirectories() {
    assertRefused(Path.of("/dev/zero"), rsa.certificateFile(), "too large to be one");
    assertRefused(rsa.keyFile(), Path.of("/dev/zero"), "too large to be one");
    assertRefused(rsa.keyFile(), temporary, "it is a directory");
  }

  @Test
  void saysHowKeysOfOtherProgramsAreConverted() throws Exception {
    Path openSsh = temporary.resolve("id_rsa");
    Process made =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", openSsh.toString())
            .start();
    assertThat(made.waitFor()).isZero();
    assertRefused(openSsh, rsa.certificateFile(), "OpenSSH's own form");
    Path putty = Files.writeString(secret(".ppk"), "PuTTY-User-Key-File-3: ssh-rsa\n");
    assertRefused(putty, rsa.certificateFile(), "PuTTY's own form");
    Path store =
        Files.write(
            secret(".jks"), new byte[] {(byte) 0xfe, (byte) 0xed, (byte) 0xfe, (byte) 0xed});
    assertRefused(store, rsa.certificateFile(), "Java key store");
  }

  private static Object[] words(String command, Object... more) {
    List<Object> all = new ArrayList<>(List.of((Object[]) command.split(" ")));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private static Path key(TestIdentity identity, String command) {
    Path file = secret(".key");
    OpenSsl.run(
        words(
            command,
            "-provider",
            "default",
            "-provider",
            "legacy",
            "-in",
            identity.keyFile(),
            "-out",
            file));
    return file;
  }

  private static Path pkcs12(TestIdentity identity, String how, String passphrase) {
    Path file = secret(".p12");
    OpenSsl.run(
        words(
            "pkcs12 -export " + how,
            "-inkey",
            identity.keyFile(),
            "-in",
            identity.certificateFile(),
            "-certfile",
            ca.identity().certificateFile(),
            "-passout",
            "pass:" + passphrase,
            "-out",
            file));
    return file;
  }

  private static Path secret(String ending) {
    files++;
    try {
      return Files.createFile(
          temporary.resolve(files + ending),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertOpens(TestIdentity identity, Path key, Path certificate) {
    Credential credential = reader().read(key, certificate);
    assertThat(credential.certificate()).isEqualTo(identity.certificate());
    assertThat(
            CredentialReader.belongTogether(
                credential.key(), identity.certificate().getPublicKey()))
        .isTrue();
  }

  private void assertRefused(Path key, Path certificate, String why) {
    assertThatExceptionOfType(TrustFailure.class)
        .isThrownBy(() -> reader().read(key, certificate))
        .withMessageContaining(why)
        .satisfies(
            failure ->
                assertThat(failure.advice().orElseThrow())
                    .contains(why.contains("does not open") ? "correct what --passin gives" : ""));
  }

  private CredentialReader reader() {
    return new CredentialReader(this::answer, Messages.SILENT);
  }

  private Optional<char[]> answer(String what) {
    asked.add(what);
    return Optional.of(given.toCharArray());
  }
}
