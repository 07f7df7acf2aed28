package io.vmcaster.credential;

import static io.vmcaster.credential.RevocationCases.excluded;
import static io.vmcaster.credential.RevocationCases.no;
import static io.vmcaster.credential.RevocationCases.permitted;
import static io.vmcaster.credential.RevocationCases.sequence;
import static io.vmcaster.credential.RevocationCases.yes;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.params.provider.Arguments;

/** What authorities may say of those below them, and whether a signer is trusted then. */
final class ConstraintCases {

  private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4.5");
  private static final ASN1ObjectIdentifier PROXY = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.14");

  private ConstraintCases() {}

  static Stream<Arguments> all() {
    GeneralName ten = address("10.0.0.0/8");
    GeneralName other =
        new GeneralName(
            GeneralName.otherName, sequence(UNKNOWN, new DERTaggedObject(0, DERNull.INSTANCE)));
    ASN1Encodable insists = sequence(new DERTaggedObject(false, 0, new ASN1Integer(0)));
    ASN1Encodable inherit = sequence(sequence(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.21.1")));
    return Stream.of(
        no("an address elsewhere", named(permitted(ten), address("11.1.1.1"))),
        yes("an address within", named(permitted(ten), address("10.1.1.1"))),
        no("an address excluded", named(excluded(ten), address("10.1.1.1"))),
        no(
            "a URI elsewhere",
            named(
                permitted(new GeneralName(GeneralName.uniformResourceIdentifier, ".example.org")),
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://else.example/"))),
        yes("a host within", named(permitted(host("example.org")), host("a.example.org"))),
        no(
            "mail excluded",
            named(
                excluded(new GeneralName(GeneralName.rfc822Name, "example.org")),
                new GeneralName(GeneralName.rfc822Name, "jane@example.org"))),
        no(
            "a subtree with a minimum",
            named(
                new NameConstraints(
                    new GeneralSubtree[] {
                      new GeneralSubtree(host("example.org"), BigInteger.ONE, null)
                    },
                    null),
                host("a.example.org"))),
        no("constraints of other kinds of names", named(permitted(other), other)),
        yes(
            "policies of every certificate",
            world -> {
              world.deep = true;
              for (TrustWorld.Order each : List.of(world.root, world.sub, world.leaf)) {
                each.with(
                    Extension.certificatePolicies,
                    false,
                    sequence(sequence(new ASN1ObjectIdentifier("2.5.29.32.0"))));
              }
            }),
        no("the root insists on policies", critical(Extension.policyConstraints, insists)),
        yes(
            "the root inhibits any policy",
            critical(Extension.inhibitAnyPolicy, new ASN1Integer(0))),
        yes(
            "policies are mapped",
            world -> {
              world.deep = true;
              world.sub.with(Extension.policyMappings, false, sequence(sequence(UNKNOWN, UNKNOWN)));
            }),
        no(
            "critical distribution points",
            world -> world.leaf.with(Extension.cRLDistributionPoints, true, sequence())),
        no(
            "a critical key identifier",
            critical(Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(new byte[] {1}))),
        no(
            "critical alternative names of the issuer",
            critical(
                Extension.issuerAlternativeName,
                new GeneralNames(RevocationCases.directory("CN=x")))),
        no(
            "a certificate that is a proxy by its extension",
            world -> world.leaf.with(PROXY, true, inherit)),
        no("a root that is a proxy by its extension", critical(PROXY, inherit)),
        no(
            "an authority that is a proxy by its extension",
            world -> {
              world.deep = true;
              world.sub.with(PROXY, false, inherit);
            }));
  }

  private static GeneralName address(String text) {
    return new GeneralName(GeneralName.iPAddress, text);
  }

  private static GeneralName host(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static Consumer<TrustWorld> critical(ASN1ObjectIdentifier id, ASN1Encodable value) {
    return world -> world.root.with(id, true, value);
  }

  private static Consumer<TrustWorld> named(NameConstraints constraints, GeneralName name) {
    return world -> {
      world.root.with(Extension.nameConstraints, true, constraints);
      world.leaf.with(Extension.subjectAlternativeName, false, new GeneralNames(name));
    };
  }
}
