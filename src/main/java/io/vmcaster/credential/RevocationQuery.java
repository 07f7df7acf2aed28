package io.vmcaster.credential;

import io.vmcaster.credential.CaDirectory.ChainBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Asks an authority whether it has revoked a certificate: by OCSP (RFC 6960) and by its CRL, where
 * the certificate says that they are. The web is somebody else's: this makes addresses and reads
 * answers.
 */
public final class RevocationQuery {

  private final X509Certificate certificate;
  private final X509Certificate issuer;
  private final Instant now;

  /**
   * A question.
   *
   * @param issuer the authority that issued the certificate
   */
  public RevocationQuery(X509Certificate certificate, X509Certificate issuer, Instant now) {
    this.certificate = certificate;
    this.issuer = issuer;
    this.now = now;
  }

  /** What an answer says. */
  public enum Answer {
    /** Not revoked. */
    GOOD,
    /** Revoked. */
    REVOKED,
    /** Nothing that counts: out of date, of somebody else, or about something else. */
    UNKNOWN
  }

  /**
   * The addresses that answer by OCSP, each with the question in it.
   *
   * @throws IOException when the certificate's extension is damaged
   */
  public List<String> ocspAddresses() throws IOException {
    return orUnreadable(this::readOcspAddresses);
  }

  private List<String> readOcspAddresses()
      throws GeneralSecurityException, OCSPException, OperatorCreationException, IOException {
    List<String> addresses = new ArrayList<>();
    AuthorityInformationAccess access =
        AuthorityInformationAccess.fromExtensions(
            new JcaX509CertificateHolder(certificate).getExtensions());
    if (access == null) {
      return addresses;
    }
    CertificateID id =
        new JcaCertificateID(
            digests().get(CertificateID.HASH_SHA1), issuer, certificate.getSerialNumber());
    byte[] question = new OCSPReqBuilder().addRequest(id).build().getEncoded();
    for (AccessDescription each : access.getAccessDescriptions()) {
      if (each.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
        addresses.add(
            text(each.getAccessLocation()).replaceFirst("/?$", "/")
                + URLEncoder.encode(
                    Base64.getEncoder().encodeToString(question), StandardCharsets.US_ASCII));
      }
    }
    return web(addresses);
  }

  /** What is read of foreign bytes. */
  private interface Reading<T> {
    T result()
        throws GeneralSecurityException, OCSPException, OperatorCreationException, IOException;
  }

  private static <T> T orUnreadable(Reading<T> reading) throws IOException {
    try {
      return reading.result();
    } catch (GeneralSecurityException
        | OCSPException
        | OperatorCreationException
        | RuntimeException e) {
      throw new IOException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static DigestCalculatorProvider digests() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build();
  }

  /**
   * The addresses of CRLs.
   *
   * @throws IOException when the certificate's extension is damaged
   */
  public List<String> crlAddresses() throws IOException {
    return orUnreadable(
        () ->
            web(
                RevocationList.points(certificate).stream()
                    .flatMap(point -> RevocationList.names(point.getDistributionPoint()).stream())
                    .map(RevocationQuery::text)
                    .toList()));
  }

  private static String text(GeneralName name) {
    return name.getTagNo() == GeneralName.uniformResourceIdentifier
        ? name.getName().toString()
        : "";
  }

  private static List<String> web(List<String> addresses) {
    return addresses.stream().filter(each -> each.matches("(?i)https?://.*")).toList();
  }

  /**
   * Reads an answer by OCSP.
   *
   * @throws IOException when it is none
   */
  public Answer ocsp(byte[] bytes) throws IOException {
    return orUnreadable(
        () -> {
          if (new OCSPResp(bytes).getResponseObject() instanceof BasicOCSPResp response
              && isOfAuthority(response)) {
            for (SingleResp each : response.getResponses()) {
              if (isMine(each.getCertID())
                  && isCurrent(each.getThisUpdate(), each.getNextUpdate())) {
                return answer(each.getCertStatus());
              }
            }
          }
          return Answer.UNKNOWN;
        });
  }

  private boolean isMine(CertificateID id)
      throws GeneralSecurityException, OCSPException, OperatorCreationException {
    return id.getSerialNumber().equals(certificate.getSerialNumber())
        && id.matchesIssuer(new JcaX509CertificateHolder(issuer), digests());
  }

  private static Answer answer(CertificateStatus status) {
    if (status == CertificateStatus.GOOD) {
      return Answer.GOOD;
    }
    return status instanceof RevokedStatus ? Answer.REVOKED : Answer.UNKNOWN;
  }

  /** Signed by the authority, or by whom it has made a responder (RFC 6960, 4.2.2.2). */
  private boolean isOfAuthority(BasicOCSPResp response)
      throws OCSPException, OperatorCreationException, GeneralSecurityException {
    if (isSignedBy(response, issuer)) {
      return true;
    }
    for (X509CertificateHolder each : response.getCerts()) {
      X509Certificate responder = new JcaX509CertificateConverter().getCertificate(each);
      List<String> usages = responder.getExtendedKeyUsage();
      if (usages != null
          && usages.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
          && ChainBuilder.signs(issuer, responder)
          && isCurrent(responder.getNotBefore(), responder.getNotAfter())
          && isSignedBy(response, responder)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignedBy(BasicOCSPResp response, X509Certificate signer)
      throws OperatorCreationException {
    try {
      return response.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(signer.getPublicKey()));
    } catch (OCSPException e) {
      return false; // a key of another kind
    }
  }

  private boolean isCurrent(Date from, Date until) {
    Instant soon = now.plusSeconds(300); // clocks differ
    return !from.toInstant().isAfter(soon) && (until == null || now.isBefore(until.toInstant()));
  }

  /**
   * Reads a CRL.
   *
   * @throws IOException when it is none
   */
  public Answer crl(byte[] bytes) throws IOException {
    return orUnreadable(
        () -> {
          X509CRL list =
              (X509CRL)
                  CertificateFactory.getInstance("X.509")
                      .generateCRL(new ByteArrayInputStream(bytes));
          if (list == null
              || !list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return Answer.UNKNOWN;
          }
          list.verify(issuer.getPublicKey());
          RevocationList whole = new RevocationList(list);
          if (whole.revokes(certificate, issuer)) {
            return Answer.REVOKED;
          }
          return whole.fault(certificate, issuer, now).isEmpty() ? Answer.GOOD : Answer.UNKNOWN;
        });
  }
}
