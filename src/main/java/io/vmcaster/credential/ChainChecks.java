package io.vmcaster.credential;

import io.vmcaster.context.Check;
import io.vmcaster.credential.RevocationQuery.RevocationList;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks on a chain of certificates. Each tells what it found. */
record ChainChecks(AnchorStore store, Path directory, Instant at) {

  /** How the sentence about a revoked certificate ends. */
  static final String REVOKED = " is revoked.";

  /** How the sentence about a rule begins. */
  static final String BROKEN = "The chain breaks a rule: ";

  static final String FORGEABLE = " is signed over a SHA-1 digest, which can be forged.";

  /** Whether every certificate is valid at the moment. */
  Check validity(List<X509Certificate> certificates) {
    for (X509Certificate each : certificates) {
      Optional<String> fault = CertificateRules.validity(each, at);
      if (fault.isPresent()) {
        return Check.fault("validity", name(each) + " " + fault.get() + ".");
      }
    }
    Instant end = certificates.get(0).getNotAfter().toInstant();
    return Check.ok("validity", name(certificates.get(0)) + " is valid until " + end + ".");
  }

  /** Whether the certificate and those above it may be used for a purpose. */
  Check purpose(List<X509Certificate> path, Purpose purpose) {
    for (X509Certificate each : path) {
      Optional<String> fault =
          each.equals(path.get(0)) ? purpose.fault(each) : purpose.authorityFault(each);
      if (fault.isPresent()) {
        return Check.fault("purpose", name(each) + ": " + fault.get() + ".");
      }
    }
    return Check.ok("purpose", "The certificates may be used for this.");
  }

  /**
   * Whether the chain obeys the rules of RFC 5280: constraints, path lengths, critical extensions;
   * and, as Java has it ({@code jdk.certpath.disabledAlgorithms}), keys and digests that prove
   * something.
   */
  Check rules(List<X509Certificate> path) {
    for (X509Certificate each : path) {
      Set<String> damaged = CertificateLimits.damaged(each);
      if (!damaged.isEmpty()) {
        String which = String.join(", ", damaged);
        return Check.fault(
            "chain", BROKEN + name(each) + " has extensions that cannot be read: " + which + ".");
      }
    }
    X509Certificate root = path.get(path.size() - 1);
    try {
      // the anchor is a certificate of the path, too: Java asks nothing of an anchor as such
      PKIXParameters parameters =
          new PKIXParameters(
              Set.of(new TrustAnchor(root.getSubjectX500Principal(), root.getPublicKey(), null)));
      parameters.setRevocationEnabled(false); // our own check below tells more
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (GeneralSecurityException | UnsupportedOperationException e) {
      return Check.fault("chain", BROKEN + e.getMessage() + ".");
    }
    String vouches = "The trust anchor " + name(root) + " vouches for the certificate";
    return path.subList(0, path.size() - 1).stream()
        .filter(CertificateLimits::isForgeable)
        .findFirst()
        .map(each -> Check.warning("chain", vouches + (", but " + name(each)) + FORGEABLE))
        .orElseGet(() -> Check.ok("chain", vouches + "."));
  }

  /** Whether a certificate of the chain is revoked. */
  List<Check> revocation(List<X509Certificate> path) {
    List<Check> findings = new ArrayList<>();
    for (int i = 0; i == 0 || i + 1 < path.size(); i++) {
      // an anchor that is asked itself has a list of its own
      X509Certificate authority = path.get(Math.min(i + 1, path.size() - 1));
      revocation(path.get(i), authority).ifPresent(findings::add);
    }
    return findings.isEmpty()
        ? List.of(Check.ok("crl", "No certificate of the chain is revoked."))
        : findings;
  }

  private Optional<Check> revocation(X509Certificate certificate, X509Certificate authority) {
    try {
      List<RevocationList> lists =
          store.revocationLists(authority).stream().map(RevocationList::new).toList();
      if (lists.isEmpty()) {
        return Optional.of(
            Check.warning(
                "crl",
                "There is no revocation list of " + name(authority) + " in " + directory + "."));
      }
      if (lists.stream().anyMatch(list -> list.revokes(certificate, authority))) {
        return Optional.of(Check.fault("crl", name(certificate) + REVOKED));
      }
      List<String> faults =
          lists.stream()
              .map(list -> list.fault(certificate, authority, at))
              .flatMap(Optional::stream)
              .toList();
      return faults.size() < lists.size()
          ? Optional.empty()
          : Optional.of(
              Check.fault(
                  "crl", "The revocation list of " + name(authority) + " " + faults.get(0) + "."));
    } catch (CRLException e) {
      return Optional.of(
          Check.fault("crl", "The revocation list of " + name(authority) + " is damaged."));
    }
  }

  /** Whether every authority may sign the certificate below it. */
  List<Check> policy(List<X509Certificate> path) {
    List<Check> findings = new ArrayList<>();
    for (int i = 0; i + 1 < path.size(); i++) {
      policy(path.get(i), path.get(i + 1)).ifPresent(findings::add);
    }
    return findings.isEmpty()
        ? List.of(
            Check.ok("signing policy", "The authorities may sign certificates of these names."))
        : findings;
  }

  private Optional<Check> policy(X509Certificate certificate, X509Certificate authority) {
    Optional<SigningPolicy> policy = store.policy(authority);
    if (policy.isEmpty()) {
      return Optional.of(
          Check.warning(
              "signing policy",
              "There is no signing_policy of " + name(authority) + " in " + directory + "."));
    }
    boolean allowed =
        policy
            .get()
            .allows(
                OneLineName.spellings(OneLineName.subjectName(authority)),
                OneLineName.spellings(OneLineName.subjectName(certificate)));
    return allowed
        ? Optional.empty()
        : Optional.of(
            Check.fault(
                "signing policy",
                "The signing_policy of "
                    + name(authority)
                    + (" does not let it sign for " + name(certificate) + ".")));
  }

  /** The authorities that OpenSSL does not find, unless they came along. */
  List<Check> hidden(List<X509Certificate> path, List<X509Certificate> alongside) {
    X509Certificate root = path.get(path.size() - 1);
    return path.stream()
        .filter(each -> each.equals(root) || !alongside.contains(each))
        .map(store::hidden)
        .flatMap(Optional::stream)
        .map(reason -> Check.warning("trust anchors", reason))
        .toList();
  }

  private static String name(X509Certificate certificate) {
    return OneLineName.spellings(OneLineName.subjectName(certificate)).get(0);
  }
}
