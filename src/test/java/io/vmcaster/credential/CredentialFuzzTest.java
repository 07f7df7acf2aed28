package io.vmcaster.credential;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.testing.Fuzz;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, certificates, revocation lists and policies, damaged at random. */
class CredentialFuzzTest {

  private static final String SUBJECT = "/DC=org/DC=example/CN=";

  @TempDir static Path directory;
  private static TestPki pki;
  private static TestCa ca;
  private static TestIdentity rsa;
  private static TestIdentity ec;

  @BeforeAll
  static void makeIdentities() {
    pki = TestPki.in(directory.resolve("pki"));
    ca = pki.ca(SUBJECT + "Test CA");
    rsa = ca.user(SUBJECT + "Jane Doe").issue();
    ec = ca.user(SUBJECT + "John Doe").key(KeyKind.EC).issue();
    ca.publishCrl(Instant.now().plusSeconds(86_400));
  }

  @Test
  void keys() throws IOException {
    List<byte[]> seeds =
        Fuzz.files(
            List.of(
                rsa.keyFile(),
                ec.keyFile(),
                rsa.traditionalKey(),
                ec.encryptedKey(TestIdentity.Cipher.AES256, "secret"),
                ec.pkcs12("secret"),
                ec.legacyPkcs12("secret"),
                rsa.traditionalKey(TestIdentity.Cipher.AES256, "secret")));
    Passphrases passphrases = what -> Optional.of("secret".toCharArray());
    new Fuzz("keys", seeds)
        .run(
            input -> {
              Path file = Files.write(directory.resolve("key"), input);
              new CredentialReader(passphrases, Messages.SILENT).read(file, ec.certificateFile());
            });
  }

  @Test
  void certificates() throws IOException {
    List<byte[]> seeds =
        List.of(
            Files.readAllBytes(rsa.certificateFile()),
            Files.readAllBytes(ec.certificateFile()),
            encoded(rsa.certificate()),
            encoded(ca.identity().certificate()));
    new Fuzz("certificates", seeds)
        .run(
            input -> {
              Path file = Files.write(directory.resolve("certificate"), input);
              CredentialReader reader = new CredentialReader(Passphrases.NONE, Messages.SILENT);
              List<X509Certificate> read = reader.certificates(file);
              Instant now = Instant.now();
              CaDirectory anchors = CaDirectory.open(pki.caDirectory());
              anchors.verify(read, now, Purpose.SIGN_EMAIL);
              anchors.verify(read, now, Purpose.CLIENT);
              for (X509Certificate each : read) {
                CertificateRules.faults(each, now);
                OneLineName.subject(each);
                OneLineName.issuer(each);
              }
            });
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateException e) {
      throw new AssertionError(e);
    }
  }

  /** Damaged lists, policies and anchors make verdicts, not failures. */
  @Test
  void anchors() throws IOException {
    Path anchors = directory.resolve("anchors");
    List<Path> files;
    try (var all = Files.list(pki.caDirectory())) {
      files = all.sorted().toList();
    }
    Files.createDirectories(anchors);
    for (Path file : files) {
      Files.copy(file, anchors.resolve(file.getFileName()));
    }
    int[] next = {0};
    new Fuzz("trust anchors", Fuzz.files(files))
        .run(
            input -> {
              Path changed = files.get(next[0]++ % files.size());
              Path place = Files.write(anchors.resolve(changed.getFileName()), input);
              CaDirectory.open(anchors)
                  .verify(List.of(rsa.certificate()), Instant.now(), Purpose.SIGN_EMAIL);
              Files.copy(changed, place, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            });
  }

  @Test
  void policies() throws IOException {
    String policy =
        """
        access_id_CA X509 '/DC=org/DC=example/CN=Test CA'
        pos_rights globus CA:sign
        cond_subjects globus '"/DC=org/*" "/C=NL/*"'
        """;
    String namespaces = "TO Issuer \"/CN=a\" \\\n  PERMIT Subject \"/DC=org/.*\"\n";
    new Fuzz("signing policies", Fuzz.texts(policy, namespaces))
        .run(
            input -> {
              String text = new String(input, StandardCharsets.UTF_8);
              List<String> name = List.of("/DC=org/DC=example/CN=Test CA");
              SigningPolicy.parse(text).allows(name, List.of("/DC=org/CN=a"));
              SigningPolicy.parseNamespaces(text, "/CN=a").allows(name, List.of("/DC=org/CN=a"));
            });
  }

  @Test
  void revocation() throws IOException {
    List<byte[]> seeds;
    try (var all = Files.list(pki.caDirectory())) {
      seeds = Fuzz.files(all.filter(file -> file.toString().endsWith(".r0")).toList());
    }
    RevocationQuery query =
        new RevocationQuery(rsa.certificate(), ca.identity().certificate(), Instant.now());
    new Fuzz("revocation lists and answers", seeds)
        .mayThrow(IOException.class)
        .mayThrow(CRLException.class)
        .run(
            input -> {
              query.crl(input);
              query.ocsp(input);
            });
  }
}
