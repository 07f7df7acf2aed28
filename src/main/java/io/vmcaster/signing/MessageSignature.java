package io.vmcaster.signing;

import io.vmcaster.credential.CertificateLimits;
import io.vmcaster.error.Failure;
import io.vmcaster.signing.SignedMessage.Refused;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The PKCS#7 or CMS structure of a message. Bouncy Castle reads it and checks signatures; what is
 * ours is to refuse what costs much before anything is computed, and what subscribers refuse:
 * several signers, a signer named by key identifier, a signer's certificate that is not inside,
 * RSA-PSS, MD5 and older digests.
 */
final class MessageSignature {

  // whoever has more of them wants to keep us busy; real lists have one signer and few certificates
  private static final int MOST_CERTIFICATES = 64;
  private static final int MOST_SIGNERS = 16;

  private static final String SHA1 = "1.3.14.3.2.26";
  private static final Set<String> EDWARDS = Set.of("1.3.101.112", "1.3.101.113");

  private final ContentInfo encoded;
  private final CMSSignedData data;
  private final List<X509Certificate> certificates;
  private final List<SignerInformation> signers;

  /** Reads the structure; no signature is computed. */
  MessageSignature(byte[] bytes) throws Refused {
    try {
      this.encoded = ContentInfo.getInstance(bytes);
      if (CMSObjectIdentifiers.envelopedData.equals(encoded.getContentType())) {
        throw new Refused("it is encrypted, not signed");
      }
      if (!CMSObjectIdentifiers.signedData.equals(encoded.getContentType())) {
        throw new Refused("it holds no signed data");
      }
      this.data = new CMSSignedData(encoded);
      this.signers = List.copyOf(data.getSignerInfos().getSigners());
      this.certificates = certificates(data.getCertificates().getMatches(null));
    } catch (CMSException | RuntimeException e) {
      boolean deep = Failure.rootMessage(e).contains("maximum nested");
      throw new Refused("its signature is " + (deep ? "nested too deeply" : "damaged"), e);
    }
    if (signers.size() > MOST_SIGNERS) {
      throw new Refused("it has " + signers.size() + " signers");
    }
  }

  private static List<X509Certificate> certificates(Collection<X509CertificateHolder> holders)
      throws Refused {
    if (holders.size() > MOST_CERTIFICATES) {
      throw new Refused("it has " + holders.size() + " certificates");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder each : holders) {
      certificates.add(certificate(each));
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(X509CertificateHolder holder) throws Refused {
    try {
      X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(holder);
      Optional<String> fault = CertificateLimits.fault(certificate);
      if (fault.isPresent()) {
        throw new Refused("a certificate in it cannot be used: " + fault.get());
      }
      return certificate;
    } catch (CertificateException | IllegalArgumentException e) {
      throw new Refused("a certificate in it is damaged", e);
    }
  }

  /** Who has signed, in the order of the message. */
  List<SignerInformation> signers() {
    return signers;
  }

  /** The only one who has signed. */
  SignerInformation onlySigner() throws Refused {
    if (signers.isEmpty()) {
      throw new Refused("nobody has signed it");
    }
    if (signers.size() > 1) {
      throw new Refused("it has " + signers.size() + " signers, and vmcatcher takes one only");
    }
    return signers.get(0);
  }

  /** All certificates in the message. */
  List<X509Certificate> certificates() {
    return certificates;
  }

  /** The certificate of a signer. */
  X509Certificate certificate(SignerInformation signer) throws Refused {
    if (signer.getSID().getIssuer() == null) {
      throw new Refused(
          "its signer is named by a key identifier, which subscribers cannot look up");
    }
    for (X509CertificateHolder each : data.getCertificates().getMatches(null)) {
      if (signer.getSID().match(each)) {
        return certificate(each);
      }
    }
    throw new Refused("the signer's certificate is not in it");
  }

  /** The signed content, when it is inside the signature. */
  Optional<byte[]> content() throws Refused {
    if (data.getSignedContent() == null) {
      return Optional.empty();
    }
    if (data.getSignedContent().getContent() instanceof byte[] content) {
      return Optional.of(content);
    }
    throw new Refused("what it signs is not a string of bytes");
  }

  /** Whether a signer's signature is one over this content. */
  boolean fits(SignerInformation signer, byte[] content) throws Refused {
    PublicKey key = certificate(signer).getPublicKey();
    requireVerifiable(signer, key);
    if (!namesItsDigest(signer)) {
      return false;
    }
    try {
      CMSSignedData over = new CMSSignedData(new CMSProcessableByteArray(content), encoded);
      SignerInformation same =
          List.copyOf(over.getSignerInfos().getSigners()).get(signers.indexOf(signer));
      // by the key, not the certificate: an old list is read though its certificate has expired
      return same.verify(new JcaSimpleSignerInfoVerifierBuilder().build(key));
    } catch (CMSSignerDigestMismatchException e) {
      return false;
    } catch (CMSException e) {
      if (e.getCause() instanceof SignatureException) {
        return false; // not even the form of a signature
      }
      throw new Refused("its signed attributes are damaged", e);
    } catch (OperatorCreationException e) {
      throw new Refused("its signer's key is of a kind that is not supported", e);
    } catch (RuntimeException e) {
      throw new Refused("its signature is damaged", e);
    }
  }

  private static void requireVerifiable(SignerInformation signer, PublicKey key) throws Refused {
    if (isPss(signer)) {
      throw new Refused("its signature is RSA-PSS, which subscribers cannot verify");
    }
    if (!List.of("RSA", "EC", "DSA").contains(key.getAlgorithm())) {
      throw new Refused("its signer's key is of a kind that subscribers cannot verify");
    }
    switch (signer.getDigestAlgOID()) {
      case SHA1,
          "2.16.840.1.101.3.4.2.4",
          "2.16.840.1.101.3.4.2.1",
          "2.16.840.1.101.3.4.2.2",
          "2.16.840.1.101.3.4.2.3" -> {} // SHA-224, SHA-256, SHA-384, SHA-512
      default ->
          throw new Refused(
              "its digest is of kind " + signer.getDigestAlgOID() + ", which is not safe");
    }
  }

  /**
   * Whether the kind of the signature names no other digest than that of the content: OpenSSL
   * computes with the latter alone, Bouncy Castle would take the signature over another one, MD5
   * included.
   */
  private static boolean namesItsDigest(SignerInformation signer) {
    AlgorithmIdentifier named =
        DefaultDigestAlgorithmIdentifierFinder.INSTANCE.find(
            signer.toASN1Structure().getDigestEncryptionAlgorithm());
    return named == null || named.getAlgorithm().getId().equals(signer.getDigestAlgOID());
  }

  /** Whether OpenSSL verifies no signature of its kind. */
  static boolean isUnverifiable(SignerInformation signer) {
    return isPss(signer) || EDWARDS.contains(signer.getEncryptionAlgOID());
  }

  /** Whether a signature is RSA-PSS. */
  private static boolean isPss(SignerInformation signer) {
    return PKCSObjectIdentifiers.id_RSASSA_PSS.getId().equals(signer.getEncryptionAlgOID());
  }

  /** Whether a digest is SHA-1 or older, which can be forged. */
  static boolean isForgeable(SignerInformation signer) {
    return List.of(SHA1, "1.2.840.113549.2.5", "1.2.840.113549.2.2") // MD5, MD2
        .contains(signer.getDigestAlgOID());
  }
}
