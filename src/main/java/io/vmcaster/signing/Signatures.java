package io.vmcaster.signing;

import io.vmcaster.signing.SignatureCheck.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;

/** The PKCS#7 or CMS structure of a message: its signers and certificates, nothing checked. */
final class Signatures {

  private final SignedData data;
  private final List<X509Certificate> certificates;

  private Signatures(SignedData data, List<X509Certificate> certificates) {
    this.data = data;
    this.certificates = certificates;
  }

  /** Reads the structure, or says why it is none. */
  static Signatures read(byte[] encoded) throws Refused {
    try {
      SignedData data = signedData(encoded);
      return new Signatures(data, certificates(data.getCertificates()));
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new Refused("its signature is damaged", e);
    }
  }

  private static SignedData signedData(byte[] encoded) throws Refused {
    Nesting.check(encoded);
    ContentInfo info = ContentInfo.getInstance(encoded);
    ASN1ObjectIdentifier type = info.getContentType();
    if (type.equals(CMSObjectIdentifiers.envelopedData)) {
      throw new Refused("it is encrypted, not signed");
    }
    if (!type.equals(CMSObjectIdentifiers.signedData)) {
      throw new Refused("it holds no signed data");
    }
    return SignedData.getInstance(info.getContent());
  }

  private static List<X509Certificate> certificates(ASN1Set set) throws Refused {
    List<X509Certificate> certificates = new ArrayList<>();
    for (ASN1Encodable each : set == null ? new ASN1Encodable[0] : set.toArray()) {
      if (each.toASN1Primitive() instanceof ASN1Sequence sequence) {
        certificates.add(certificate(sequence));
      }
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(ASN1Sequence sequence) throws Refused {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(sequence.getEncoded()));
    } catch (CertificateException | IOException e) {
      throw new Refused("a certificate in it is damaged", e);
    }
  }

  /** Who has signed, in the order of the message. */
  List<SignerInfo> signers() throws Refused {
    try {
      List<SignerInfo> signers = new ArrayList<>();
      for (ASN1Encodable each : data.getSignerInfos().toArray()) {
        signers.add(SignerInfo.getInstance(each));
      }
      return signers;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new Refused("its signature is damaged", e);
    }
  }

  /** All certificates in the message. */
  List<X509Certificate> certificates() {
    return certificates;
  }

  /** The type of what is signed. */
  ASN1ObjectIdentifier contentType() {
    return data.getEncapContentInfo().getContentType();
  }

  /** The signed content, when it is inside the signature. */
  Optional<byte[]> content() throws Refused {
    ASN1Encodable content = data.getEncapContentInfo().getContent();
    if (content == null) {
      return Optional.empty();
    }
    if (content instanceof ASN1OctetString octets) {
      return Optional.of(octets.getOctets());
    }
    throw new Refused("what it signs is not a string of bytes");
  }
}
