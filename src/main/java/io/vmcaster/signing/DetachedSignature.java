package io.vmcaster.signing;

import io.vmcaster.credential.Credential;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The PKCS#7 signature beside a list's bytes, put together as OpenSSL does it. */
final class DetachedSignature {

  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);

  private DetachedSignature() {}

  /**
   * Signs bytes as they are.
   *
   * @return the DER of a {@code ContentInfo}
   * @throws GeneralSecurityException when the key is neither RSA nor EC, or fails
   */
  static byte[] make(byte[] content, Credential credential, Instant now)
      throws GeneralSecurityException {
    try {
      Certificate certificate = Certificate.getInstance(encoded(credential.certificate()));
      SignedData signed =
          new SignedData(
              new DERSet(SHA256),
              new ContentInfo(CMSObjectIdentifiers.data, null),
              new DERSet(certificate),
              null,
              new DERSet(signer(content, certificate, credential.key(), now)));
      return new ContentInfo(CMSObjectIdentifiers.signedData, signed).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new SignatureException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) throws GeneralSecurityException {
    return certificate.getEncoded();
  }

  private static SignerInfo signer(
      byte[] content, Certificate certificate, PrivateKey key, Instant now)
      throws GeneralSecurityException, IOException {
    Scheme scheme = Scheme.of(key);
    ASN1Set attributes = attributes(MessageDigest.getInstance("SHA-256").digest(content), now);
    Signature signature = Signature.getInstance(scheme.name());
    signature.initSign(key);
    signature.update(attributes.getEncoded(ASN1Encoding.DER));
    return new SignerInfo(
        new SignerIdentifier(
            new IssuerAndSerialNumber(
                certificate.getIssuer(), certificate.getSerialNumber().getValue())),
        SHA256,
        attributes,
        scheme.identifier(),
        new DEROctetString(signature.sign()),
        (ASN1Set) null);
  }

  private static ASN1Set attributes(byte[] digest, Instant now) {
    ASN1EncodableVector all = new ASN1EncodableVector();
    all.add(attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data));
    all.add(attribute(CMSAttributes.signingTime, new Time(Date.from(now))));
    all.add(attribute(CMSAttributes.messageDigest, new DEROctetString(digest)));
    return new DERSet(all);
  }

  private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Attribute(type, new DERSet(value));
  }

  /** How a kind of key signs; RSA-PSS is left out because no subscriber verifies it. */
  private record Scheme(String name, AlgorithmIdentifier identifier) {

    static Scheme of(PrivateKey key) throws GeneralSecurityException {
      return switch (key.getAlgorithm()) {
        case "RSA" ->
            new Scheme(
                "SHA256withRSA",
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
        case "EC" ->
            new Scheme(
                "SHA256withECDSA", new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
        default -> throw new SignatureException("a key of kind " + key.getAlgorithm());
      };
    }
  }
}
