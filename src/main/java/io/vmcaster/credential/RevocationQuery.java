package io.vmcaster.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.OperatorCreationException;
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
            new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
            issuer,
            certificate.getSerialNumber());
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

  /** What an answer by OCSP says. */
  public Answer ocsp(byte[] bytes) throws IOException {
    return orUnreadable(
        () -> {
          CertPathValidator validator = CertPathValidator.getInstance("PKIX");
          PKIXRevocationChecker answers = (PKIXRevocationChecker) validator.getRevocationChecker();
          answers.setOptions(Set.of(PKIXRevocationChecker.Option.NO_FALLBACK));
          answers.setOcspResponses(Map.of(certificate, bytes));
          // the certificate is the end of the path, so that nobody else is asked about
          PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
          parameters.addCertPathChecker(answers);
          parameters.setDate(Date.from(now.plusSeconds(300))); // clocks differ
          CertPath path =
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
          try {
            validator.validate(path, parameters);
            return Answer.GOOD;
          } catch (CertPathValidatorException e) {
            return e.getReason() == BasicReason.REVOKED ? Answer.REVOKED : Answer.UNKNOWN;
          }
        });
  }

  /**
   * Reads a CRL.
   *
   * @throws IOException when it is none
   */
  public Answer crl(byte[] bytes) throws IOException {
    return orUnreadable(
        () -> {
          InputStream in = new ByteArrayInputStream(bytes);
          RevocationList list =
              new RevocationList((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in));
          if (list.revokes(certificate, issuer)) {
            return Answer.REVOKED;
          }
          return list.fault(certificate, issuer, now).isEmpty() ? Answer.GOOD : Answer.UNKNOWN;
        });
  }
}
