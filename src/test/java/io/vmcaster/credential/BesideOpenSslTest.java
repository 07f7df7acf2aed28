package io.vmcaster.credential;

import static io.vmcaster.credential.RevocationCases.excluded;
import static io.vmcaster.credential.RevocationCases.no;
import static io.vmcaster.credential.RevocationCases.permitted;
import static io.vmcaster.credential.RevocationCases.sequence;
import static io.vmcaster.credential.RevocationCases.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Check;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.testing.OpenSsl;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Certificates and revocation lists of all kinds, judged by us and by {@code openssl smime -verify
 * -crl_check}. What openssl refuses we refuse, of doors too; where we refuse more, {@link
 * #STRICTER} says why.
 */
class BesideOpenSslTest {

  private static final Map<String, String> STRICTER =
      Map.ofEntries(
          Map.entry("revoked, then taken off hold", "only a delta list may say removeFromCRL"),
          Map.entry("a delta", "it tells what changed, not what is revoked"),
          Map.entry("a delta that does not insist", "it tells what changed, not what is revoked"),
          Map.entry("the list of the authority above is partial", "every certificate is looked up"),
          Map.entry("MD5 in the certificate", "anybody can forge it"),
          Map.entry("MD5 in the list", "anybody can forge it"),
          Map.entry("a short RSA key in the root", "anybody can compute it"),
          Map.entry("a short RSA key that is its own anchor", "anybody can compute it"),
          Map.entry("the root insists on policies", "who insists gets what RFC 5280 says"),
          Map.entry("critical distribution points", "RFC 5280 advises against, Java knows none"),
          Map.entry("critical Netscape type", "nobody makes it, and Java does not know it"),
          Map.entry("no basic constraints but key usage in the root", "RFC 5280 wants them"));

  private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4.5");
  @TempDir static Path temporary;

  static Stream<Arguments> cases() {
    return Stream.of(
            anchors(), ConstraintCases.all(), RevocationCases.all(), readability(), strength())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> anchors() {
    return Stream.of(
        yes("an ordinary chain", world -> {}),
        yes("an ordinary longer chain", TrustWorld::deepRoot),
        yes(
            "path length 0 in the root, nothing between",
            world -> world.root.with(Extension.basicConstraints, true, new BasicConstraints(0))),
        no(
            "path length 0 in the root",
            world ->
                world.deepRoot().with(Extension.basicConstraints, true, new BasicConstraints(0))),
        yes(
            "path length 1 in the root",
            world ->
                world.deepRoot().with(Extension.basicConstraints, true, new BasicConstraints(1))),
        no(
            "path length below zero in the root",
            world ->
                world.root.with(
                    Extension.basicConstraints,
                    true,
                    sequence(ASN1Boolean.TRUE, new ASN1Integer(-3)))),
        no(
            "name constraints of the root: elsewhere",
            world ->
                world.root.with(
                    Extension.nameConstraints,
                    true,
                    permitted(RevocationCases.directory("O=Elsewhere")))),
        yes(
            "name constraints of the root: here",
            world ->
                world.root.with(
                    Extension.nameConstraints,
                    true,
                    permitted(RevocationCases.directory("CN=Jane")))),
        no(
            "name constraints of the root, not critical",
            world ->
                world.root.with(
                    Extension.nameConstraints,
                    false,
                    excluded(RevocationCases.directory("CN=Jane")))),
        no(
            "name constraints of the root for the authority between",
            world ->
                world
                    .deepRoot()
                    .with(
                        Extension.nameConstraints,
                        true,
                        excluded(RevocationCases.directory("CN=Sub")))),
        no(
            "name constraints of the root for mail",
            world -> {
              world.root.with(
                  Extension.nameConstraints,
                  true,
                  permitted(new GeneralName(GeneralName.rfc822Name, "example.org")));
              world.leaf.name = new X500Name("E=jane@elsewhere.example,CN=Jane");
            }),
        no(
            "name constraints of the root for alternative names",
            world -> {
              world.root.with(
                  Extension.nameConstraints,
                  true,
                  permitted(new GeneralName(GeneralName.dNSName, "example.org")));
              world.leaf.with(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, "elsewhere.example")));
            }),
        no(
            "name constraints of the root for hosts in the common name",
            world -> {
              world.root.with(
                  Extension.nameConstraints,
                  true,
                  permitted(new GeneralName(GeneralName.dNSName, "example.org")));
              world.leaf.name = new X500Name("CN=www.elsewhere.example");
            }),
        no(
            "a critical extension of the root",
            world -> world.root.with(UNKNOWN, true, DERNull.INSTANCE)),
        yes(
            "an extension of the root that is not critical",
            world -> world.root.with(UNKNOWN, false, DERNull.INSTANCE)),
        no(
            "a critical extension of the authority between",
            world -> {
              world.deep = true;
              world.sub.with(UNKNOWN, true, DERNull.INSTANCE);
            }),
        no(
            "no authority by its basic constraints",
            world ->
                world.root.with(Extension.basicConstraints, true, new BasicConstraints(false))),
        no(
            "no basic constraints but key usage in the root",
            world -> world.root.without(Extension.basicConstraints)),
        no(
            "neither in the root",
            world -> world.root.without(Extension.basicConstraints).without(Extension.keyUsage)),
        yes("a root of version 1", world -> world.root.versionOne = true),
        no(
            "an authority of version 1 between",
            world -> {
              world.deep = true;
              world.sub.versionOne = true;
            }),
        no(
            "a root that may not sign certificates",
            world -> world.root.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))),
        no(
            "a root for clients only",
            world ->
                world.root.with(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))),
        no(
            "another authority meant by the key identifier",
            world -> {
              world.root.with(
                  Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {1}));
              world.leaf.with(
                  Extension.authorityKeyIdentifier,
                  false,
                  new AuthorityKeyIdentifier(new byte[] {2}));
            }),
        no(
            "another authority meant by the serial number",
            world ->
                world.leaf.with(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(
                        new GeneralNames(RevocationCases.directory("CN=Root")),
                        BigInteger.valueOf(99)))));
  }

  private static Stream<Arguments> readability() {
    byte[] rubbish = {0x05, 0x00};
    return Stream.of(
        no("key usage unreadable", world -> world.leaf.raw(Extension.keyUsage, false, rubbish)),
        no(
            "extended key usage unreadable",
            world -> world.leaf.raw(Extension.extendedKeyUsage, false, rubbish)),
        no(
            "extended key usage empty",
            world -> world.leaf.with(Extension.extendedKeyUsage, false, sequence())),
        no(
            "key usage without any bit",
            world -> world.leaf.with(Extension.keyUsage, false, new KeyUsage(0))),
        no(
            "key usage of the root unreadable",
            world -> world.root.raw(Extension.keyUsage, false, rubbish)),
        no(
            "extended key usage of the root unreadable",
            world -> world.root.raw(Extension.extendedKeyUsage, false, rubbish)),
        no(
            "basic constraints of the root unreadable",
            world -> world.root.raw(Extension.basicConstraints, false, (byte) 4, (byte) 0)),
        no(
            "name constraints of the root unreadable",
            world -> world.root.raw(Extension.nameConstraints, false, rubbish)),
        no(
            "alternative names unreadable",
            world -> world.leaf.raw(Extension.subjectAlternativeName, false, rubbish)),
        no(
            "distribution points unreadable",
            world -> world.leaf.raw(Extension.cRLDistributionPoints, false, rubbish)),
        no(
            "Netscape type unreadable",
            world -> world.leaf.raw(MiscObjectIdentifiers.netscapeCertType, false, rubbish)),
        no(
            "Netscape type for authorities",
            world ->
                world.leaf.with(
                    MiscObjectIdentifiers.netscapeCertType,
                    false,
                    new NetscapeCertType(NetscapeCertType.sslCA))),
        no(
            "critical Netscape type",
            world ->
                world.leaf.with(
                    MiscObjectIdentifiers.netscapeCertType,
                    true,
                    new NetscapeCertType(NetscapeCertType.smime))),
        no(
            "a name that is a string of octets",
            world ->
                world.leaf.name =
                    new X500NameBuilder()
                        .addRDN(
                            BCStyle.CN, new DEROctetString("Jane".getBytes(StandardCharsets.UTF_8)))
                        .build()),
        yes(
            "a name outside ASCII",
            world ->
                world.leaf.name =
                    new X500NameBuilder()
                        .addRDN(BCStyle.CN, new DERUTF8String("J\u00e4n"))
                        .build()),
        no(
            "a tagged name",
            world ->
                world.leaf.name =
                    new X500NameBuilder()
                        .addRDN(BCStyle.CN, new DERTaggedObject(1, new DERUTF8String("Jane")))
                        .build()));
  }

  private static Stream<Arguments> strength() {
    return Stream.of(
        yes("SHA-1 in the certificate", world -> world.leaf.digest = "SHA1"),
        no(
            "MD5 in the certificate",
            world -> {
              world.root.key = TrustWorld.rsa(2048);
              world.leaf.digest = "MD5";
            }),
        no(
            "MD5 in the list",
            world -> {
              world.root.key = TrustWorld.rsa(2048);
              world.list().digest = "MD5";
            }),
        no("a short RSA key in the root", world -> world.root.key = TrustWorld.rsa(768)),
        no(
            "a short RSA key that is its own anchor",
            world -> {
              world.standAlone();
              world.leaf.key = TrustWorld.rsa(768);
            }),
        yes("a certificate that is its own anchor", TrustWorld::standAlone),
        no(
            "a certificate that is its own anchor and may sign no list",
            world -> world.alone = true),
        no(
            "a certificate that is its own anchor and revoked by itself",
            world -> {
              world.standAlone();
              world.list().entries.put(3, null);
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void refusesWhatOpensslRefuses(String name, boolean trusted, Consumer<TrustWorld> change)
      throws Exception {
    TrustWorld world = new TrustWorld();
    change.accept(world);
    Path directory = Files.createTempDirectory(temporary, "case");
    List<X509Certificate> chain = TrustWorld.publish(world, directory);
    OpenSsl.Result openssl =
        OpenSsl.attempt(
            TrustWorld.message(world, chain),
            "smime",
            "-verify",
            "-inform",
            "DER",
            "-CApath",
            directory,
            "-crl_check");
    assertThat(openssl.status() == 0)
        .as(openssl.errors())
        .isEqualTo(trusted || STRICTER.containsKey(name));
    for (Purpose purpose : List.of(Purpose.SIGN_EMAIL, Purpose.SERVER)) {
      TrustVerdict verdict = CaDirectory.open(directory).verify(chain, Instant.now(), purpose);
      assertThat(verdict.trusted()).as(verdict.toString()).isEqualTo(trusted);
    }
  }

  @Test
  void saysThatSha1CanBeForged() throws Exception {
    TrustWorld world = new TrustWorld();
    world.leaf.digest = "SHA1";
    Path directory = Files.createTempDirectory(temporary, "case");
    List<X509Certificate> chain = TrustWorld.publish(world, directory);
    for (Purpose purpose : List.of(Purpose.SIGN_EMAIL, Purpose.SERVER)) {
      assertThat(CaDirectory.open(directory).verify(chain, Instant.now(), purpose).checks())
          .filteredOn(check -> check.outcome() == Check.Outcome.WARNING)
          .first()
          .extracting(Check::sentence)
          .asString()
          .contains("/CN=Jane is signed over a SHA-1 digest");
    }
  }
}
