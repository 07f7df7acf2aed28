package io.vmcaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A certificate to be made: what it says, by whom it is signed. {@link #issue} makes it. */
public final class TestOrder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final TestPki pki;
  private final TestIdentity issuer;
  private final String subject;
  private final List<String> extensions = new ArrayList<>();
  private KeyKind key = KeyKind.RSA;
  private boolean freshKey;
  private String digest = "sha256";
  private Instant from = Instant.now().minus(Duration.ofDays(1));
  private Instant until = Instant.now().plus(Duration.ofDays(365));

  /** An issuer of null means that the certificate signs itself. */
  TestOrder(TestPki pki, TestIdentity issuer, String subject) {
    this.pki = pki;
    this.issuer = issuer;
    this.subject = subject;
  }

  /** The kind of key; RSA unless said otherwise. */
  public TestOrder key(KeyKind kind) {
    key = kind;
    return this;
  }

  /** With a key that nobody had before, in other worlds either: authorities that may be forged. */
  TestOrder freshKey() {
    freshKey = true;
    return this;
  }

  /** What the authority signs over; SHA-256 unless said otherwise. */
  public TestOrder digest(String name) {
    digest = name;
    return this;
  }

  /** The first moment; a day ago unless said otherwise. */
  public TestOrder validFrom(Instant instant) {
    from = instant;
    return this;
  }

  /** The last moment; in a year unless said otherwise. */
  public TestOrder validUntil(Instant instant) {
    until = instant;
    return this;
  }

  /** In OpenSSL's words, such as {@code critical,digitalSignature}; null for no such extension. */
  public TestOrder keyUsage(String usage) {
    return set("keyUsage=", usage);
  }

  /** In OpenSSL's words, such as {@code clientAuth}; null for no such extension. */
  public TestOrder extendedKeyUsage(String usage) {
    return set("extendedKeyUsage=", usage);
  }

  /** In OpenSSL's words, such as {@code DNS:localhost}; null for no such extension. */
  public TestOrder subjectAlternativeName(String names) {
    return set("subjectAltName=", names);
  }

  /** Any other extension as a line of OpenSSL's configuration. */
  public TestOrder extension(String line) {
    extensions.add(line);
    return this;
  }

  private TestOrder set(String start, String value) {
    extensions.removeIf(line -> line.startsWith(start));
    if (value != null) {
      extensions.add(start + value);
    }
    return this;
  }

  /** Makes key and certificate. */
  public TestIdentity issue() {
    Path keyFile =
        TestPki.writeSecret(pki.newFile(".key.pem"), freshKey ? key.freshPem() : pki.newKey(key));
    Path request = pki.newFile(".csr");
    OpenSsl.run(
        "req",
        "-new",
        "-utf8",
        "-config",
        plainConfiguration(),
        "-subj",
        subject,
        "-key",
        keyFile,
        "-out",
        request);
    TestIdentity made = new TestIdentity(pki, issuer, subject, keyFile, pki.newFile(".cert.pem"));
    sign(request, made);
    return made;
  }

  private void sign(Path request, TestIdentity made) {
    TestIdentity signer = issuer == null ? made : issuer;
    List<Object> command =
        new ArrayList<>(List.of("ca", "-batch", "-notext", "-preserveDN", "-md", digest));
    command.addAll(List.of("-config", signer.authorityConfiguration()));
    command.addAll(List.of("-extfile", extensionFile(), "-in", request));
    command.addAll(List.of("-out", made.certificateFile()));
    command.addAll(List.of("-startdate", time(from), "-enddate", time(until)));
    if (issuer == null) {
      command.add("-selfsign");
    }
    OpenSsl.run(command.toArray());
  }

  private Path extensionFile() {
    return TestPki.write(pki.newFile(".ext"), String.join("\n", extensions) + "\n");
  }

  private Path plainConfiguration() {
    return TestPki.write(
        pki.newFile(".req.cnf"), "[req]\ndistinguished_name=name\nstring_mask=utf8only\n[name]\n");
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The files with which {@code openssl ca} signs in somebody's name. */
  static Path authority(Path home, Path keyFile, Path certificateFile) {
    try {
      Files.createDirectories(home);
      TestPki.write(home.resolve("index.txt"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TestPki.write(
        home.resolve("ca.cnf"),
        "[ca]\ndefault_ca=this\n[any]\ncommonName=optional\n[this]\n"
            + ("database=" + home.resolve("index.txt") + "\n")
            + ("new_certs_dir=" + home + "\n")
            + ("private_key=" + keyFile + "\n")
            + ("certificate=" + certificateFile + "\n")
            + "policy=any\nrand_serial=yes\ndefault_md=sha256\nunique_subject=no\n"
            + "email_in_dn=yes\ndefault_crl_days=30\n");
  }
}
