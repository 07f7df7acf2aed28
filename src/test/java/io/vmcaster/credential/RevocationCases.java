package io.vmcaster.credential;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.params.provider.Arguments;

/** Revocation lists of all kinds, and whether a signer is trusted with them. */
final class RevocationCases {

  private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4.5");

  private RevocationCases() {}

  static Arguments yes(String name, Consumer<TrustWorld> change) {
    return arguments(name, true, change);
  }

  static Arguments no(String name, Consumer<TrustWorld> change) {
    return arguments(name, false, change);
  }

  static DistributionPointName at(String address) {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address)));
  }

  static CRLDistPoint points(DistributionPointName name, ReasonFlags reasons) {
    return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, reasons, null)});
  }

  static NameConstraints permitted(GeneralName name) {
    return new NameConstraints(new GeneralSubtree[] {new GeneralSubtree(name)}, null);
  }

  static NameConstraints excluded(GeneralName name) {
    return new NameConstraints(null, new GeneralSubtree[] {new GeneralSubtree(name)});
  }

  static GeneralName directory(String name) {
    return new GeneralName(new X500Name(name));
  }

  static ASN1Encodable sequence(ASN1Encodable... values) {
    ASN1EncodableVector all = new ASN1EncodableVector();
    all.addAll(values);
    return new DERSequence(all);
  }

  static Stream<Arguments> all() {
    ReasonFlags some = new ReasonFlags(ReasonFlags.keyCompromise);
    return Stream.of(
        no("revoked", world -> world.list().entries.put(3, null)),
        no(
            "revoked by the older of two",
            world -> {
              TrustWorld.Crl older = new TrustWorld.Crl();
              older.entries.put(3, null);
              world.lists.add(0, older);
            }),
        no(
            "revoked, then taken off hold",
            world -> world.list().entry(3, false, Extension.reasonCode, CRLReason.lookup(8))),
        yes("somebody else revoked", world -> world.list().entries.put(7, null)),
        yes("without an end", world -> world.list().until = null),
        no("out of date", world -> world.list().until = Date.from(Instant.now().minusSeconds(99))),
        no(
            "of the future",
            world -> world.list().from = Date.from(Instant.now().plusSeconds(9999))),
        no(
            "for authorities only",
            world -> world.list().part(null, false, true, null, false, false)),
        yes("for users only", world -> world.list().part(null, true, false, null, false, false)),
        no(
            "for attributes only",
            world -> world.list().part(null, false, false, null, false, true)),
        no(
            "for users and authorities",
            world ->
                world
                    .list()
                    .with(
                        Extension.issuingDistributionPoint,
                        true,
                        sequence(
                            new DERTaggedObject(false, 1, ASN1Boolean.TRUE),
                            new DERTaggedObject(false, 2, ASN1Boolean.TRUE)))),
        no("for some reasons", world -> world.list().part(null, false, false, some, false, false)),
        no("indirect", world -> world.list().part(null, false, false, null, true, false)),
        yes(
            "a part that is all",
            world -> world.list().part(null, false, false, null, false, false)),
        no(
            "of a named point",
            world -> world.list().part(at("http://a/"), false, false, null, false, false)),
        no(
            "of another point than the certificate's",
            world -> {
              world.list().part(at("http://a/"), false, false, null, false, false);
              world.leaf.with(
                  Extension.cRLDistributionPoints, false, points(at("http://b/"), null));
            }),
        yes(
            "of the certificate's point",
            world -> {
              world.list().part(at("http://a/"), false, false, null, false, false);
              world.leaf.with(
                  Extension.cRLDistributionPoints, false, points(at("http://a/"), null));
            }),
        no(
            "of the certificate's point, which is for some reasons",
            world -> {
              world.list().part(at("http://a/"), false, false, null, false, false);
              world.leaf.with(
                  Extension.cRLDistributionPoints, false, points(at("http://a/"), some));
            }),
        yes(
            "of no point, and the certificate has one",
            world ->
                world.leaf.with(
                    Extension.cRLDistributionPoints, false, points(at("http://a/"), null))),
        no(
            "a delta",
            world -> world.list().with(Extension.deltaCRLIndicator, true, new ASN1Integer(1))),
        no(
            "a delta that does not insist",
            world -> world.list().with(Extension.deltaCRLIndicator, false, new ASN1Integer(1))),
        no("a critical extension", world -> world.list().with(UNKNOWN, true, DERNull.INSTANCE)),
        yes(
            "an extension that is not critical",
            world -> world.list().with(UNKNOWN, false, DERNull.INSTANCE)),
        no(
            "a critical extension of an entry",
            world -> world.list().entry(7, true, UNKNOWN, DERNull.INSTANCE)),
        no(
            "a critical reason of an entry",
            world -> world.list().entry(7, true, Extension.reasonCode, CRLReason.lookup(1))),
        yes(
            "a reason of an entry",
            world -> world.list().entry(7, false, Extension.reasonCode, CRLReason.lookup(1))),
        no(
            "of an authority that may not sign lists",
            world -> world.root.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))),
        no("of another name", world -> world.list().name = new X500Name("CN=Other")),
        no(
            "of an authority between that may not sign lists",
            world -> {
              world.deep = true;
              world.sub.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            }),
        no(
            "for users only, and the certificate is an authority's",
            world -> {
              world.leaf.with(Extension.basicConstraints, true, new BasicConstraints(true));
              world.list().part(null, true, false, null, false, false);
            }),
        yes(
            "for authorities only, and the certificate is one's",
            world -> {
              world.leaf.with(Extension.basicConstraints, true, new BasicConstraints(true));
              world.list().part(null, false, true, null, false, false);
            }),
        no(
            "a critical number",
            world -> world.list().with(Extension.cRLNumber, true, new ASN1Integer(1))),
        yes("a number", world -> world.list().with(Extension.cRLNumber, false, new ASN1Integer(1))),
        no(
            "of a named point, for some reasons",
            world -> {
              world.list().part(at("http://a/"), false, false, some, false, false);
              world.leaf.with(
                  Extension.cRLDistributionPoints, false, points(at("http://a/"), null));
            }),
        no("signed by somebody else", world -> world.list().key = TrustWorld.LEAF_KEY),
        no(
            "of another key of the authority",
            world -> {
              world.root.with(
                  Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {1}));
              world
                  .list()
                  .with(
                      Extension.authorityKeyIdentifier,
                      false,
                      new AuthorityKeyIdentifier(new byte[] {2}));
            }),
        yes(
            "a partial one beside a complete one",
            world -> {
              TrustWorld.Crl partial =
                  new TrustWorld.Crl().part(null, false, true, null, false, false);
              world.lists.add(partial);
            }),
        yes(
            "one out of date beside one of today",
            world -> {
              TrustWorld.Crl old = new TrustWorld.Crl();
              old.until = Date.from(Instant.now().minusSeconds(99));
              world.lists.add(old);
            }),
        no(
            "the list of the authority above is partial",
            world -> {
              world.deep = true;
              world.above.part(null, true, false, null, false, false);
            }),
        yes(
            "the list of the authority above is for authorities",
            world -> {
              world.deep = true;
              world.above.part(null, false, true, null, false, false);
            }));
  }
}
