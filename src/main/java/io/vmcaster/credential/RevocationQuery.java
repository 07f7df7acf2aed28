package io.vmcaster.credential;

import io.vmcaster.credential.Credential.CertificateChain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.operator.AlgorithmNameFinder;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Asks an authority whether it has revoked a certificate: by OCSP (RFC 6960) and by its CRL, where
 * the certificate says that they are. The web is somebody else's: this makes addresses and reads
 * answers.
 *
 * @param issuer the authority that issued the certificate
 */
public record RevocationQuery(X509Certificate certificate, X509Certificate issuer, Instant now) {

  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
  private static final AlgorithmNameFinder DIGESTS = new DefaultAlgorithmNameFinder();

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
    return orUnreadable(
        () -> {
          CertificateID id =
              new JcaCertificateID(
                  digests().get(CertificateID.HASH_SHA1), issuer, certificate.getSerialNumber());
          byte[] question = new OCSPReqBuilder().addRequest(id).build().getEncoded();
          String asked =
              URLEncoder.encode(
                  Base64.getEncoder().encodeToString(question), StandardCharsets.US_ASCII);
          Stream<AccessDescription> access =
              Stream.ofNullable(
                      AuthorityInformationAccess.fromExtensions(
                          OneLineName.holder(certificate).getExtensions()))
                  .flatMap(each -> Stream.of(each.getAccessDescriptions()));
          return web(
              access
                  .filter(each -> each.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                  .map(each -> text(each.getAccessLocation()).replaceFirst("/?$", "/") + asked));
        });
  }

  /** Whatever libraries throw at foreign bytes. */
  private static <T> T orUnreadable(Callable<T> reading) throws IOException {
    try {
      return reading.call();
    } catch (Exception e) {
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
                points(certificate).stream()
                    .flatMap(point -> names(point.getDistributionPoint()).stream())
                    .map(RevocationQuery::text)));
  }

  /** Where a certificate says that its revocation lists are. */
  private static List<DistributionPoint> points(X509Certificate certificate) throws IOException {
    byte[] extension = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    return extension == null
        ? List.of()
        : List.of(
            CRLDistPoint.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension))
                .getDistributionPoints());
  }

  /** The names of a distribution point; none when they are relative to somebody's. */
  private static List<GeneralName> names(DistributionPointName name) {
    return name == null || name.getType() != DistributionPointName.FULL_NAME
        ? List.of()
        : List.of(GeneralNames.getInstance(name.getName()).getNames());
  }

  private static String text(GeneralName name) {
    return name.getTagNo() == GeneralName.uniformResourceIdentifier
        ? name.getName().toString()
        : "";
  }

  private static List<String> web(Stream<String> addresses) {
    return addresses.filter(each -> each.matches("(?i)https?://.*")).toList();
  }

  /**
   * Reads an answer by OCSP. As with CRLs, "revoked" counts however old it is, "good" only while
   * the answer is of now, and not over a digest that proves nothing.
   *
   * @throws IOException when it is none
   */
  public Answer ocsp(byte[] bytes) throws IOException {
    return orUnreadable(
        () -> {
          Answer answer = Answer.UNKNOWN;
          if (new OCSPResp(bytes).getResponseObject() instanceof BasicOCSPResp response
              && isOfAuthority(response)) {
            for (SingleResp each : response.getResponses()) {
              CertificateStatus status = each.getCertStatus();
              if (isMine(each.getCertID()) && status instanceof RevokedStatus) {
                return Answer.REVOKED;
              }
              if (isMine(each.getCertID())
                  && status == CertificateStatus.GOOD
                  && !isWeak(DIGESTS.getAlgorithmName(response.getSignatureAlgorithmID()))
                  && isCurrent(each.getThisUpdate(), each.getNextUpdate())) {
                answer = Answer.GOOD;
              }
            }
          }
          return answer;
        });
  }

  private boolean isMine(CertificateID id) throws OCSPException, OperatorCreationException {
    return id.getSerialNumber().equals(certificate.getSerialNumber())
        && id.matchesIssuer(OneLineName.holder(issuer), digests());
  }

  private static DigestCalculatorProvider digests() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build();
  }

  /** Signed by the authority, or by whom it has made a responder (RFC 6960, 4.2.2.2). */
  private boolean isOfAuthority(BasicOCSPResp response)
      throws OperatorCreationException, GeneralSecurityException {
    if (isSignedBy(response, issuer)) {
      return true;
    }
    for (X509CertificateHolder each : response.getCerts()) {
      X509Certificate responder = new JcaX509CertificateConverter().getCertificate(each);
      List<String> usages = responder.getExtendedKeyUsage();
      if (usages != null
          && usages.contains(KeyPurposeId.id_kp_OCSPSigning.getId())
          && !isWeak(responder.getSigAlgName())
          && CertificateChain.isIssuer(issuer, responder)
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

  /**
   * Whether now is between two moments, as far as clocks agree. An answer without an end is of the
   * day: the authority has a newer one whenever it is asked (RFC 6960, 4.2.2.1).
   */
  private boolean isCurrent(Date from, Date until) {
    Instant begin = from.toInstant();
    Instant end = until == null ? begin.plus(A_DAY) : until.toInstant();
    return !begin.isAfter(now.plus(CLOCKS_DIFFER)) && now.minus(CLOCKS_DIFFER).isBefore(end);
  }

  private static boolean isWeak(String signature) {
    return signature.startsWith("MD");
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

  /**
   * A revocation list: whether it tells of one certificate that it is not revoked. As OpenSSL has
   * it, a list that covers a part only, is not of now, or holds what must be understood and is not,
   * tells nothing.
   */
  record RevocationList(X509CRL list) {

    private static final Set<String> UNDERSTOOD =
        Set.of(
            Extension.issuingDistributionPoint.getId(), Extension.authorityKeyIdentifier.getId());

    private static final Set<String> UNDERSTOOD_OF_ENTRIES =
        Set.of(Extension.certificateIssuer.getId());

    /** Whether it names the certificate, whatever else is wrong with it but its signature. */
    boolean revokes(X509Certificate certificate, X509Certificate authority) {
      return isOf(authority) && list.isRevoked(certificate);
    }

    private boolean isOf(X509Certificate authority) {
      try {
        list.verify(authority.getPublicKey());
        return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
            && CertificateLimits.mayMean(
                list.getExtensionValue(Extension.authorityKeyIdentifier.getId()), authority);
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    /**
     * Why it does not tell that a certificate is not revoked.
     *
     * @return the end of a sentence about it; empty when it does
     */
    Optional<String> fault(X509Certificate certificate, X509Certificate authority, Instant at) {
      if (!isOf(authority)) {
        return Optional.of("is not its own");
      }
      if (!Purpose.allowsAny(authority, KeyUsage.cRLSign)) {
        return Optional.of("does not count: the authority's key usage does not let it sign any");
      }
      if (isWeak(list.getSigAlgName())) {
        return Optional.of("is signed over an MD5 digest or an older one");
      }
      if (at.isBefore(list.getThisUpdate().toInstant())) {
        return Optional.of("is not valid before " + list.getThisUpdate().toInstant());
      }
      if (list.getNextUpdate() != null && at.isAfter(list.getNextUpdate().toInstant())) {
        return Optional.of(
            "is out of date since " + list.getNextUpdate().toInstant() + ": run fetch-crl");
      }
      try {
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates(); // null without any
        if (hasUnknown(list, UNDERSTOOD)
            || (entries != null
                && entries.stream().anyMatch(each -> hasUnknown(each, UNDERSTOOD_OF_ENTRIES)))) {
          return Optional.of("has a critical extension that is not understood");
        }
        byte[] part = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
        boolean whole =
            list.getExtensionValue(Extension.deltaCRLIndicator.getId()) == null
                && covers(
                    part == null
                        ? null
                        : IssuingDistributionPoint.getInstance(
                            JcaX509ExtensionUtils.parseExtensionValue(part)),
                    certificate);
        return whole ? Optional.empty() : Optional.of("covers a part only");
      } catch (IOException | RuntimeException e) {
        return Optional.of("is damaged");
      }
    }

    private static boolean hasUnknown(X509Extension of, Set<String> understood) {
      Set<String> critical = of.getCriticalExtensionOIDs();
      return critical != null && !understood.containsAll(critical);
    }

    private static boolean covers(IssuingDistributionPoint part, X509Certificate certificate)
        throws IOException {
      if (part != null
          && (part.isIndirectCRL()
              || part.getOnlySomeReasons() != null
              || part.onlyContainsAttributeCerts()
              || (part.onlyContainsCACerts() && certificate.getBasicConstraints() < 0)
              || (part.onlyContainsUserCerts() && certificate.getBasicConstraints() >= 0))) {
        return false;
      }
      DistributionPointName name = part == null ? null : part.getDistributionPoint();
      for (DistributionPoint point : points(certificate)) {
        if (point.getCRLIssuer() == null
            && (name == null || haveOneInCommon(point.getDistributionPoint(), name))) {
          return point.getReasons() == null;
        }
      }
      return name == null;
    }

    private static boolean haveOneInCommon(DistributionPointName one, DistributionPointName other) {
      return names(other).stream().anyMatch(names(one)::contains);
    }
  }
}
