package io.vmcaster.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A certification authority of a {@link TestPki}. */
public final class TestCa {

  private final TestPki pki;
  private final TestIdentity identity;
  private final String hash;

  private TestCa(TestPki pki, TestIdentity identity) {
    this.pki = pki;
    this.identity = identity;
    this.hash =
        OpenSsl.run("x509", "-noout", "-subject_hash", "-in", identity.certificateFile()).strip();
    TestPki.write(file(".0"), TestPki.read(identity.certificateFile()));
    signingPolicy("*");
  }

  static TestCa root(TestPki pki, TestOrder order) {
    return new TestCa(pki, authority(order).issue());
  }

  private static TestOrder authority(TestOrder order) {
    return order
        .key(KeyKind.EC)
        .freshKey()
        .validFrom(Instant.now().minus(Duration.ofDays(3650)))
        .validUntil(Instant.now().plus(Duration.ofDays(3650)))
        .extension("basicConstraints=critical,CA:TRUE")
        .keyUsage("critical,keyCertSign,cRLSign");
  }

  /** An authority below this one, in the CA directory too. */
  public TestCa intermediate(String subject) {
    return new TestCa(pki, authority(order(subject)).issue());
  }

  /** The same, with a certificate that ends then. */
  public TestCa intermediate(String subject, Instant end) {
    return new TestCa(pki, authority(order(subject)).validUntil(end).issue());
  }

  /** A user's certificate: digital signature, client authentication and protection of e-mail. */
  public TestOrder user(String subject) {
    return order(subject)
        .keyUsage("critical,digitalSignature,keyEncipherment")
        .extendedKeyUsage("clientAuth,emailProtection");
  }

  /** A server's certificate with a key on P-256; the name is the subject's CN and the SAN. */
  public TestOrder host(String name) {
    return order("/DC=org/DC=example/CN=" + name)
        .key(KeyKind.EC)
        .keyUsage("critical,digitalSignature,keyEncipherment")
        .extendedKeyUsage("serverAuth,clientAuth")
        .subjectAlternativeName("DNS:" + name);
  }

  /** A certificate that says nothing of what it is for; an RSA key, valid for a year. */
  public TestOrder order(String subject) {
    return new TestOrder(pki, identity, subject);
  }

  /** What it has issued and revoked, as {@code openssl ocsp} reads it. */
  public Path index() {
    return identity.authorityConfiguration().resolveSibling("index.txt");
  }

  /** The authority's own key and certificate. */
  public TestIdentity identity() {
    return identity;
  }

  /** Where this authority and its neighbours are. */
  public Path directory() {
    return pki.caDirectory();
  }

  /** The file of this authority in the CA directory with an ending such as {@code ".r0"}. */
  public Path file(String ending) {
    return pki.caDirectory().resolve(hash + ending);
  }

  /**
   * Writes the {@code signing_policy}.
   *
   * @param subjects what this authority may sign, such as {@code /DC=org/DC=example/*}
   */
  public void signingPolicy(String subjects) {
    TestPki.write(
        file(".signing_policy"),
        "# what this authority may sign\n"
            + ("access_id_CA   X509    '" + identity.subject() + "'\n")
            + "pos_rights     globus  CA:sign\n"
            + ("cond_subjects  globus  '\"" + subjects + "\"'\n"));
  }

  /** Revokes a certificate; {@link #publishCrl} tells the world. */
  public void revoke(TestIdentity revoked) {
    OpenSsl.run(
        "ca", "-config", identity.authorityConfiguration(), "-revoke", revoked.certificateFile());
  }

  /** Writes the CRL into the CA directory, valid from yesterday on. */
  public void publishCrl(Instant nextUpdate) {
    OpenSsl.run(
        "ca",
        "-config",
        identity.authorityConfiguration(),
        "-gencrl",
        "-crl_lastupdate",
        TestOrder.time(nextUpdate.minus(Duration.ofDays(30))),
        "-crl_nextupdate",
        TestOrder.time(nextUpdate),
        "-out",
        file(".r0"));
  }
}
