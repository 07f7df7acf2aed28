package io.vmcaster.credential;

import eu.emi.security.authn.x509.CrlCheckingMode;
import eu.emi.security.authn.x509.OCSPCheckingMode;
import eu.emi.security.authn.x509.OCSPParametes;
import eu.emi.security.authn.x509.RevocationParameters;
import eu.emi.security.authn.x509.ValidationError;
import eu.emi.security.authn.x509.ValidationErrorCode;
import eu.emi.security.authn.x509.helpers.CertificateHelpers;
import eu.emi.security.authn.x509.helpers.ObserversHandler;
import eu.emi.security.authn.x509.helpers.pkipath.BCCertPathValidator;
import eu.emi.security.authn.x509.helpers.pkipath.ExtPKIXParameters2;
import eu.emi.security.authn.x509.helpers.pkipath.bc.FixedBCPKIXCertPathReviewer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.i18n.LocalizedException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * canl, the grid's own trust library, on a chain of certificates: the rules of RFC 5280, and those
 * of RFC 3820 for proxies. What it would look up by itself (anchors, revocation lists, policies) is
 * given to it or looked at elsewhere, for it passes over files that it cannot read.
 */
final class CanlRules extends BCCertPathValidator {

  private static final Set<ValidationErrorCode> OF_TIME =
      Set.of(ValidationErrorCode.certificateExpired, ValidationErrorCode.certificateNotYetValid);

  /**
   * What breaks a rule, but for the time, in canl's words.
   *
   * @param path proxies, the certificate, authorities, the trust anchor
   */
  static synchronized Optional<String> fault(List<X509Certificate> path) {
    Provider provider = new BouncyCastleProvider();
    boolean added = Security.addProvider(provider) >= 0; // canl asks Java for it by its name
    try {
      X509Certificate root = path.get(path.size() - 1);
      // one of version 1 is no authority by the rules, and has no constraints
      boolean asked = root.getVersion() > 1 || path.size() == 1;
      return new CanlRules()
              .validate(
                  path.subList(0, path.size() - (asked ? 0 : 1)).toArray(X509Certificate[]::new),
                  true,
                  Set.of(
                      new TrustAnchor(root.getSubjectX500Principal(), root.getPublicKey(), null)),
                  CertStore.getInstance("Collection", new CollectionCertStoreParameters()),
                  new RevocationParameters(
                      CrlCheckingMode.IGNORE, new OCSPParametes(OCSPCheckingMode.IGNORE)),
                  new ObserversHandler())
              .getErrors()
              .stream()
              .filter(error -> !OF_TIME.contains(error.getErrorCode()) && !isOfPurpose(error))
              .map(error -> error.getMessage().replaceFirst("\\.$", ""))
              .findFirst();
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.of("it cannot be read");
    } finally {
      if (added) {
        Security.removeProvider(provider.getName()); // others want Java's own keys
      }
    }
  }

  /** The extended key usage is our own question. */
  private static boolean isOfPurpose(ValidationError error) {
    return error.getErrorCode() == ValidationErrorCode.unknownCriticalExt
        && List.of(error.getParameters()).contains(Extension.extendedKeyUsage);
  }

  /** The path is built already; the anchor stays in it, so that its own constraints count. */
  @Override
  protected List<X509Certificate> checkNonProxyChain(
      X509Certificate[] chain,
      ExtPKIXParameters2 parameters,
      List<ValidationError> errors,
      Set<String> unresolvedExtensions,
      int before,
      X509Certificate[] all)
      throws CertificateException {
    try {
      FixedBCPKIXCertPathReviewer reviewer =
          new FixedBCPKIXCertPathReviewer(CertificateHelpers.toCertPath(chain), parameters);
      errors.addAll(convertErrors(reviewer.getErrors(), false, before, all));
      return null;
    } catch (LocalizedException e) {
      throw new CertificateException(e);
    }
  }
}
