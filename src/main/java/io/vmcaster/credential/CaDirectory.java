package io.vmcaster.credential;

import io.vmcaster.context.Check;
import io.vmcaster.context.Check.Outcome;
import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;

/**
 * A directory of trust anchors such as {@code /etc/grid-security/certificates}: certificates under
 * hashed names ({@code <hash>.0}) or as {@code *.pem}, {@code .signing_policy} or {@code
 * .namespaces}, CRLs ({@code .r0}). Not safe for use by several threads.
 */
public final class CaDirectory {

  private static final int LONGEST = 10;

  private final Path directory;
  private final AnchorStore store;

  private CaDirectory(Path directory) {
    this.directory = directory;
    this.store = new AnchorStore(directory);
  }

  /**
   * Opens a directory; files are read when they are needed.
   *
   * @throws NotFoundFailure when there is no such directory
   * @throws ConfigurationFailure when it may not be read
   */
  public static CaDirectory open(Path directory) {
    if (!Files.notExists(directory) && !Files.isReadable(directory)) {
      throw new ConfigurationFailure(
          "the directory of trust anchors " + directory + " may not be read",
          "See its permissions and those above it, or name another one by --ca-dir.");
    }
    if (!Files.isDirectory(directory)) {
      throw new NotFoundFailure(
          "there is no directory of trust anchors at " + directory,
          "Name the one that is there by --ca-dir or X509_CERT_DIR.");
    }
    return new CaDirectory(directory);
  }

  /** Where it is. */
  public Path path() {
    return directory;
  }

  /** Whether there is an anchor that signed the last certificate of a chain. */
  public boolean hasRoot(CertificateChain chain) {
    return !issuersOf(chain).isEmpty();
  }

  /** The anchors that signed the last certificate of a chain. */
  public List<X509Certificate> issuersOf(CertificateChain chain) {
    X509Certificate last = chain.path().get(chain.path().size() - 1);
    return store.named(OneLineName.issuerName(last)).stream()
        .filter(each -> CertificateChain.signs(each, last))
        .toList();
  }

  /** When the revocation lists end that say something about a chain, as far as they are there. */
  public List<Expiry> revocationListEnds(CertificateChain chain) {
    List<X509Certificate> authorities = new ArrayList<>(chain.authorities());
    authorities.addAll(issuersOf(chain));
    List<Expiry> ends = new ArrayList<>();
    for (X509Certificate authority : authorities) {
      try {
        for (X509CRL list : store.revocationLists(authority)) {
          if (list.getNextUpdate() != null) {
            ends.add(Expiry.ofRevocationList(authority, list.getNextUpdate().toInstant()));
          }
        }
      } catch (CRLException e) {
        // a damaged one is a fault of its own when somebody is verified
      }
    }
    return ends;
  }

  /**
   * Whether a certificate is trusted. The decisions, one after the other:
   *
   * <ol>
   *   <li>proxies are refused;
   *   <li>a trust anchor vouches for it, directly or through others ({@code chain}), by the rules
   *       of RFC 5280;
   *   <li>it and all above it are valid at the moment ({@code validity});
   *   <li>and may be used for the purpose ({@code purpose});
   *   <li>none is revoked by a CRL of the directory ({@code crl}); a missing CRL is a warning, one
   *       that is out of date a fault;
   *   <li>each is within its issuer's {@code signing policy}; a missing policy is a warning;
   *   <li>that OpenSSL would not find an anchor that is there is a warning ({@code trust anchors}).
   * </ol>
   *
   * @param chain the certificate first, then others that may help, in any order; not empty
   */
  public TrustVerdict verify(List<X509Certificate> chain, Instant at, Purpose purpose) {
    Optional<String> unusable = unusable(chain);
    if (unusable.isPresent()) {
      return new TrustVerdict(List.of(notTrusted(unusable.get())));
    }
    List<X509Certificate> path = new ArrayList<>(List.of(chain.get(0)));
    Optional<String> noPath = extend(path, chain, at);
    ChainChecks checks = new ChainChecks(store, directory, at);
    Check validity = checks.validity(path);
    Check purposeCheck = checks.purpose(path, purpose);
    if (noPath.isPresent()) {
      return new TrustVerdict(
          List.of(notTrusted(noPath.get() + ", in " + directory), validity, purposeCheck));
    }
    List<Check> findings = new ArrayList<>();
    // the rules include validity, which has its own line
    findings.add(
        validity.outcome() == Outcome.OK
            ? checks.rules(path)
            : Check.ok("chain", "A trust anchor vouches for the certificate."));
    findings.add(validity);
    findings.add(purposeCheck);
    findings.addAll(checks.revocation(path));
    findings.addAll(checks.policy(path));
    findings.addAll(checks.hidden(path, chain));
    return new TrustVerdict(findings);
  }

  private static Optional<String> unusable(List<X509Certificate> chain) {
    for (X509Certificate each : chain) {
      Optional<String> fault = CertificateLimits.fault(each);
      if (fault.isPresent()) {
        return fault.map(reason -> "a certificate of it cannot be used: " + reason);
      }
    }
    return CertificateRules.isProxy(chain.get(0)) ? Optional.of("it is a proxy") : Optional.empty();
  }

  private static Check notTrusted(String reason) {
    return Check.fault("chain", "The certificate is not trusted: " + reason + ".");
  }

  /**
   * Whether a certificate is trusted, and why.
   *
   * @param checks what was looked at, in the order of telling; never empty
   */
  public record TrustVerdict(List<Check> checks) {

    /** Copies the checks. */
    public TrustVerdict {
      checks = List.copyOf(checks);
    }

    /** Whether no check found a reason to refuse. */
    public boolean trusted() {
      return faults().isEmpty();
    }

    /** The reasons to refuse, as sentences. */
    public List<String> faults() {
      return checks.stream()
          .filter(check -> check.outcome() == Outcome.FAULT)
          .map(Check::sentence)
          .toList();
    }

    /** Which certificate of a trusted chain could be forged, as a sentence. */
    public Optional<String> forgeable() {
      return checks.stream()
          .map(Check::sentence)
          .filter(each -> each.endsWith(ChainChecks.FORGEABLE))
          .findFirst();
    }

    /** Which certificate is revoked, as a sentence. */
    public Optional<String> revoked() {
      return faults().stream().filter(each -> each.endsWith(ChainChecks.REVOKED)).findFirst();
    }

    /** Whether the chain is one that nobody should trust, whoever else vouches for it. */
    public boolean convicts() {
      return revoked().isPresent()
          || faults().stream().anyMatch(each -> each.startsWith(ChainChecks.BROKEN));
    }
  }

  /**
   * Finds the way from a certificate to an authority that signs itself and is a trust anchor. Trust
   * anchors are preferred to certificates that came along, valid ones to others, as OpenSSL does.
   *
   * @param path the certificate; gets the others of the way, the trust anchor last
   * @return why the way ends before an anchor; empty when it does not
   */
  private Optional<String> extend(
      List<X509Certificate> path, List<X509Certificate> alongside, Instant at) {
    while (path.size() <= LONGEST) {
      X509Certificate last = path.get(path.size() - 1);
      Optional<X509Certificate> anchor = best(store.named(OneLineName.issuerName(last)), last, at);
      if (anchor.isPresent() && anchor.get().equals(last)) {
        return Optional.empty();
      }
      if (anchor.isEmpty() && CertificateChain.signs(last, last)) {
        return Optional.of(
            OneLineName.subject(last) + " signs itself and is not among the trust anchors");
      }
      Optional<X509Certificate> next = anchor.isPresent() ? anchor : best(alongside, last, at);
      if (next.isEmpty()) {
        return Optional.of("no trust anchor is named " + OneLineName.issuer(last));
      }
      path.add(next.get());
    }
    return Optional.of("the chain of certificates is too long");
  }

  private static Optional<X509Certificate> best(
      List<X509Certificate> candidates, X509Certificate issued, Instant at) {
    byte[] keyIdentifier = issued.getExtensionValue(Extension.authorityKeyIdentifier.getId());
    return candidates.stream()
        .filter(each -> each.getSubjectX500Principal().equals(issued.getIssuerX500Principal()))
        .filter(each -> CertificateLimits.mayMean(keyIdentifier, each))
        .filter(each -> CertificateLimits.fault(each).isEmpty())
        .filter(each -> CertificateChain.signs(each, issued))
        .max(Comparator.comparing(each -> CertificateRules.isCurrent(each, at)));
  }
}
