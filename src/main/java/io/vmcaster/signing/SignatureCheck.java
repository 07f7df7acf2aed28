package io.vmcaster.signing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * Checks a PKCS#7 or CMS signature, as strictly as the strictest subscriber. Each step refuses with
 * its reason:
 *
 * <ol>
 *   <li>it is signed data, neither encrypted nor a mere bundle of certificates;
 *   <li>there is exactly one signer (vmcatcher refuses several);
 *   <li>the signer is named by issuer and serial number (subscribers cannot find a key identifier);
 *   <li>the signer's certificate is inside;
 *   <li>digest and signature algorithms are ones that subscribers verify: no MD5, no RSA-PSS;
 *   <li>the signed attributes, where there are any, hold the content's type and digest, each once;
 *   <li>the signature fits the attributes, or else the content.
 * </ol>
 */
final class SignatureCheck {

  /** A message is not acceptable; the text completes "the message is refused: ...". */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }

    Refused(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  private final Signatures signatures;
  private final SignerInfo signer;
  private final X509Certificate certificate;

  /** Takes steps 1 to 4. */
  SignatureCheck(byte[] encoded) throws Refused {
    this(Signatures.read(encoded));
  }

  private SignatureCheck(Signatures signatures) throws Refused {
    this(signatures, onlySigner(signatures.signers()));
  }

  /** Takes steps 3 and 4 for one of perhaps several signers. */
  SignatureCheck(Signatures signatures, SignerInfo signer) throws Refused {
    this.signatures = signatures;
    this.signer = signer;
    try {
      this.certificate = signersCertificate();
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new Refused("its signature is damaged", e);
    }
  }

  private static SignerInfo onlySigner(List<SignerInfo> signers) throws Refused {
    if (signers.isEmpty()) {
      throw new Refused("nobody has signed it");
    }
    if (signers.size() > 1) {
      throw new Refused("it has " + signers.size() + " signers, and vmcatcher takes one only");
    }
    return signers.get(0);
  }

  private X509Certificate signersCertificate() throws Refused {
    if (signer.getSID().isTagged()) {
      throw new Refused(
          "its signer is named by a key identifier, which subscribers cannot look up");
    }
    IssuerAndSerialNumber wanted = IssuerAndSerialNumber.getInstance(signer.getSID().getId());
    X500Principal issuer = issuer(wanted);
    for (X509Certificate each : signatures.certificates()) {
      if (each.getSerialNumber().equals(wanted.getSerialNumber().getValue())
          && each.getIssuerX500Principal().equals(issuer)) {
        return each;
      }
    }
    throw new Refused("the signer's certificate is not in it");
  }

  private static X500Principal issuer(IssuerAndSerialNumber wanted) throws Refused {
    try {
      return new X500Principal(wanted.getName().getEncoded());
    } catch (IOException e) {
      throw new Refused("the signer's name is damaged", e);
    }
  }

  /** The certificate that made the signature, if {@link #fits} says so. */
  X509Certificate certificate() {
    return certificate;
  }

  /** All certificates in the message. */
  List<X509Certificate> certificates() {
    return signatures.certificates();
  }

  /** The signed content, when it is inside the signature. */
  Optional<byte[]> content() throws Refused {
    return signatures.content();
  }

  /** Takes steps 5 to 7: whether the signature is one over this content. */
  boolean fits(byte[] content) throws Refused {
    String digest = digestName(signer.getDigestAlgorithm().getAlgorithm());
    Signature signature = signature(digest);
    try {
      if (signer.getAuthenticatedAttributes() == null) {
        signature.update(content);
      } else {
        if (!MessageDigest.isEqual(attributes(), digest(digest, content))) {
          return false;
        }
        signature.update(signer.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER));
      }
      return signature.verify(signer.getEncryptedDigest().getOctets());
    } catch (GeneralSecurityException e) {
      return false; // not even the form of a signature
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new Refused("its signed attributes are damaged", e);
    }
  }

  private static byte[] digest(String name, byte[] content) throws GeneralSecurityException {
    return MessageDigest.getInstance(name).digest(content);
  }

  // the digest that the attributes give, after a look at the content's type
  private byte[] attributes() throws Refused {
    AttributeTable table = new AttributeTable(signer.getAuthenticatedAttributes());
    ASN1Encodable type = only(table, CMSAttributes.contentType);
    if (!type.equals(signatures.contentType())) {
      throw new Refused("its signed attributes name another type of content");
    }
    return ASN1OctetString.getInstance(only(table, CMSAttributes.messageDigest)).getOctets();
  }

  private static ASN1Encodable only(AttributeTable table, ASN1ObjectIdentifier type)
      throws Refused {
    if (table.getAll(type).size() != 1) {
      throw new Refused("its signed attributes are incomplete");
    }
    Attribute attribute = table.get(type);
    if (attribute.getAttrValues().size() != 1) {
      throw new Refused("its signed attributes are ambiguous");
    }
    return attribute.getAttrValues().getObjectAt(0);
  }

  private Signature signature(String digest) throws Refused {
    PublicKey key = certificate.getPublicKey();
    String scheme = digest.replace("-", "") + "with" + scheme(key);
    try {
      Signature signature = Signature.getInstance(scheme);
      signature.initVerify(key);
      return signature;
    } catch (GeneralSecurityException e) {
      throw new Refused("its signer's key is of a kind that is not supported", e);
    }
  }

  private String scheme(PublicKey key) throws Refused {
    ASN1ObjectIdentifier algorithm = signer.getDigestEncryptionAlgorithm().getAlgorithm();
    if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      throw new Refused("its signature is RSA-PSS, which subscribers cannot verify");
    }
    return switch (key.getAlgorithm()) {
      case "RSA" -> "RSA";
      case "EC" -> "ECDSA";
      case "DSA" -> "DSA";
      default -> throw new Refused("its signer's key is of a kind that subscribers cannot verify");
    };
  }

  private static String digestName(ASN1ObjectIdentifier algorithm) throws Refused {
    return switch (algorithm.getId()) {
      case "1.3.14.3.2.26" -> "SHA-1";
      case "2.16.840.1.101.3.4.2.4" -> "SHA-224";
      case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
      case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
      case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
      default -> throw new Refused("its digest is of kind " + algorithm + ", which is not safe");
    };
  }
}
