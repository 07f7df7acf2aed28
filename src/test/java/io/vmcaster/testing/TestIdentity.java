package io.vmcaster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A key with its certificate, in files of every form that people have them in. */
public final class TestIdentity {

  private final TestPki pki;
  private final TestIdentity issuer;
  private final String requestedSubject;
  private final Path keyFile;
  private final Path certificateFile;
  private Path configuration;

  TestIdentity(
      TestPki pki, TestIdentity issuer, String subject, Path keyFile, Path certificateFile) {
    this.pki = pki;
    this.issuer = issuer;
    this.requestedSubject = subject;
    this.keyFile = keyFile;
    this.certificateFile = certificateFile;
  }

  /** The key as unencrypted PKCS#8 PEM, for its owner's eyes. */
  public Path keyFile() {
    return keyFile;
  }

  /** The certificate as PEM. */
  public Path certificateFile() {
    return certificateFile;
  }

  /** The certificate. */
  public X509Certificate certificate() {
    try (InputStream in = Files.newInputStream(certificateFile)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The subject in OpenSSL's one-line form, as {@code openssl} prints it. */
  public String subject() {
    return oneLine("-subject");
  }

  /** The issuer in OpenSSL's one-line form, as {@code openssl} prints it. */
  public String issuer() {
    return oneLine("-issuer");
  }

  private String oneLine(String option) {
    String line =
        OpenSsl.run("x509", "-noout", option, "-nameopt", "compat", "-in", certificateFile);
    return line.substring(line.indexOf('=') + 1).stripTrailing();
  }

  /** The key as OpenSSL's own PEM form ({@code RSA PRIVATE KEY}, {@code EC PRIVATE KEY}). */
  public Path traditionalKey() {
    return key("pkey", "-traditional");
  }

  /** The traditional form with {@code Proc-Type: 4,ENCRYPTED}. */
  public Path traditionalKey(Cipher cipher, String passphrase) {
    return key("pkey", "-traditional", "-" + cipher.option, "-passout", "pass:" + passphrase);
  }

  /** The key as encrypted PKCS#8 (PBES2). */
  public Path encryptedKey(Cipher cipher, String passphrase) {
    String passout = "pass:" + passphrase;
    return key("pkcs8", "-topk8", "-v2", cipher.option, "-passout", passout);
  }

  /** The key as encrypted PKCS#8 in the old way of PKCS#5 1.5 and PKCS#12 (PBES1). */
  public Path oldEncryptedKey(String algorithm, String passphrase) {
    return key("pkcs8", "-topk8", "-v1", algorithm, "-passout", "pass:" + passphrase);
  }

  private Path key(Object... command) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("-provider", "default", "-provider", "legacy"));
    all.addAll(List.of("-in", keyFile));
    return TestPki.writeSecret(pki.newFile(".key.pem"), OpenSsl.run(all.toArray()));
  }

  /** Key and certificate as PKCS#12 of today: AES-256 in PBES2. */
  public Path pkcs12(String passphrase) {
    return pkcs12(passphrase, "-aes256");
  }

  /** Key and certificate as PKCS#12 of old browsers: RC2-40 and triple DES. */
  public Path legacyPkcs12(String passphrase) {
    return pkcs12(passphrase, "-legacy");
  }

  private Path pkcs12(String passphrase, String flavour) {
    Path file = TestPki.writeSecret(pki.newFile(".p12"), "");
    OpenSsl.run(
        "pkcs12",
        "-export",
        flavour,
        "-inkey",
        keyFile,
        "-in",
        certificateFile,
        "-passout",
        "pass:" + passphrase,
        "-out",
        file);
    return file;
  }

  /** A proxy of this identity after RFC 3820, valid for twelve hours, with a key on P-256. */
  public TestOrder proxy() {
    return below("/CN=1234567890")
        .extension("proxyCertInfo=critical,language:id-ppl-inheritAll")
        .keyUsage("critical,digitalSignature,keyEncipherment");
  }

  /** A proxy as the Globus Toolkit 2 made them: a name that ends in {@code CN=proxy}. */
  public TestOrder legacyProxy() {
    return below("/CN=proxy").keyUsage("critical,digitalSignature,keyEncipherment");
  }

  /** A certificate signed with this identity's key, its subject with something appended. */
  public TestOrder below(String suffix) {
    return new TestOrder(pki, this, requestedSubject + suffix)
        .key(KeyKind.EC)
        .validUntil(Instant.now().plus(Duration.ofHours(12)));
  }

  /** One file with certificate, key and the certificates above, as proxy tools write it. */
  public Path proxyFile() {
    StringBuilder text = new StringBuilder(TestPki.read(certificateFile));
    text.append(TestPki.read(traditionalKey()));
    for (TestIdentity above = issuer; above.issuer != null; above = above.issuer) {
      text.append(TestPki.read(above.certificateFile));
    }
    return TestPki.writeSecret(pki.newFile(".proxy.pem"), text.toString());
  }

  Path authorityConfiguration() {
    if (configuration == null) {
      configuration = TestOrder.authority(pki.newFile(".ca"), keyFile, certificateFile);
    }
    return configuration;
  }

  /** How a key can be encrypted. */
  public enum Cipher {
    /** AES with 128 bits. */
    AES128("aes-128-cbc"),
    /** AES with 256 bits. */
    AES256("aes-256-cbc"),
    /** Triple DES, as old grid tools did. */
    DES_EDE3("des-ede3-cbc");

    private final String option;

    Cipher(String option) {
      this.option = option;
    }
  }
}
