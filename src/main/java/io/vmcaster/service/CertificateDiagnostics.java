package io.vmcaster.service;

import io.vmcaster.context.Check;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.Credential.CredentialPlace;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.credential.Pkcs11Modules;
import io.vmcaster.credential.Purpose;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TrustFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at key, certificate and trust anchors. Nobody is asked for a passphrase. */
public record CertificateDiagnostics(Doctor findings, Instant now) {

  private static final int SOON_DAYS = Expiry.SOON_DAYS;
  private static final String SERVERS = "certificate for servers";
  private static final String ANCHORS = "trust anchors";

  /**
   * Looks at the certificate that signs; empty when it cannot be read.
   *
   * @param chainFile the authorities above it, if they are in a file of their own
   */
  public Optional<CertificateChain> lookAtCertificate(
      Path file, String source, Optional<Path> chainFile) {
    CertificateChain chain;
    try {
      chain = new CredentialReader(Passphrases.NONE, new Doctor.Warnings()).chain(file, chainFile);
    } catch (TrustFailure failure) {
      if (isEncrypted(failure)) {
        findings.add(Check.ok("certificate", encrypted(file, source)));
      } else {
        findings.add("certificate", failure);
      }
      return Optional.empty();
    }
    X509Certificate certificate = chain.path().get(0);
    findings.add(
        Check.ok(
            "certificate", OneLineName.subject(certificate) + " in " + file + " (" + source + ")"));
    lookAtUse(certificate);
    Expiry.of(chain, "signs").stream().skip(1).forEach(this::lookAtEnd);
    return Optional.of(chain);
  }

  private void lookAtUse(X509Certificate certificate) {
    for (String fault : CertificateRules.faults(certificate, now)) {
      findings.add(Check.fault("certificate", fault));
    }
    findings.add(Check.ok("certificate", CertificateRules.uses(certificate)));
    long days = Duration.between(now, certificate.getNotAfter().toInstant()).toDays();
    String left = "it is valid for " + days + " more days";
    if (days >= SOON_DAYS) {
      findings.add(Check.ok("certificate", left));
    } else if (now.isBefore(certificate.getNotAfter().toInstant())) {
      findings.add(Check.warning("certificate", left + ": ask for a new one now"));
    }
  }

  private static String encrypted(Path file, String source) {
    return file + " (" + source + ") is encrypted; not opened";
  }

  private void lookAtEnd(Expiry expiry) {
    findings.add(
        expiry.isSoon(now)
            ? Check.warning("certificate", expiry.told(now))
            : Check.ok("certificate", expiry.told(now)));
  }

  /**
   * Looks at what servers are shown, which need not be what signs.
   *
   * @param place where it is; nothing may be there
   */
  public void lookAtServerCertificate(CredentialPlace place) {
    X509Certificate certificate;
    try {
      certificate =
          new CredentialReader(Passphrases.NONE, new Doctor.Warnings())
              .certificate(place.certificate());
    } catch (TrustFailure failure) {
      findings.add(
          isEncrypted(failure)
              ? Check.ok(SERVERS, encrypted(place.certificate(), place.source()))
              : Check.warning(
                  SERVERS,
                  failure.getMessage()
                      + (" ("
                          + place.source()
                          + "): nothing can be shown to gsidcap and https doors")));
      return;
    }
    String whose = OneLineName.subject(certificate) + " in " + place.certificate();
    Expiry end = Expiry.ofClient("it", certificate);
    boolean client = CertificateRules.mayBeClient(certificate);
    String told =
        end.told(now)
            + (client ? "; " + CertificateRules.uses(certificate) : "; it is not for TLS clients");
    boolean well = CertificateRules.isCurrent(certificate, now) && client && !end.isSoon(now);
    String found = whose + " (" + place.source() + "): " + told;
    findings.add(well ? Check.ok(SERVERS, found) : Check.warning(SERVERS, found));
  }

  /** Looks at the modules for tokens that p11-kit knows. */
  public void lookAtTokenModules(Environment environment) {
    Pkcs11Modules.find(environment)
        .forEach((name, path) -> findings.add(Check.ok("token module", name + " in " + path)));
  }

  /** Looks at the key, and whether it belongs to the certificate. */
  public void lookAtKey(Path key, Path certificate, String source) {
    if (CredentialReader.isToken(key)) {
      findings.add(Check.ok("key", key + " (" + source + ") is on a token; not opened"));
      return;
    }
    if (!Files.isReadable(key)) {
      findings.add(
          Check.fault("key", "cannot read " + key + " (" + source + "): name it with --x509-key"));
      return;
    }
    Doctor.Warnings warnings = new Doctor.Warnings();
    try {
      new CredentialReader(Passphrases.NONE, warnings).read(key, certificate);
      findings.add(Check.ok("key", key + " (" + source + ") belongs to the certificate"));
    } catch (TrustFailure failure) {
      if (isEncrypted(failure)) {
        findings.add(Check.ok("key", encrypted(key, source)));
      } else {
        findings.add("key", failure);
      }
    }
    warnings.texts().forEach(warning -> findings.add(Check.warning("key", warning)));
  }

  private static boolean isEncrypted(TrustFailure failure) {
    return failure.getMessage().contains("passphrase");
  }

  /**
   * Looks at the trust anchors, and whether they know the certificate.
   *
   * @param directory where they are; null when there is none
   * @param source who named it
   */
  public void lookAtAnchors(Path directory, String source, Optional<CertificateChain> certificate) {
    if (directory == null) {
      findings.add(
          Check.warning(
              ANCHORS, "there are none: name their directory by --ca-dir or X509_CERT_DIR"));
      return;
    }
    try {
      CaDirectory anchors = CaDirectory.open(directory);
      findings.add(Check.ok(ANCHORS, anchors.path() + " (" + source + ")"));
      certificate.ifPresent(found -> ask(anchors, found));
      certificate
          .map(anchors::revocationListEnds)
          .orElse(List.of())
          .forEach(
              end ->
                  findings.add(
                      end.isSoon(now)
                          ? Check.warning("crl", end.told(now) + ": run fetch-crl")
                          : Check.ok("crl", end.told(now))));
    } catch (Failure failure) {
      findings.add(ANCHORS, failure);
    }
  }

  private void ask(CaDirectory anchors, CertificateChain chain) {
    anchors
        .verify(chain.path(), now, Purpose.SIGN_EMAIL)
        .checks()
        .forEach(check -> findings.add(advised(check)));
  }

  private static Check advised(Check check) {
    return switch (check.outcome()) {
      case OK -> check;
      case WARNING ->
          Check.warning(
              check.name(),
              check.sentence()
                  + switch (check.name()) {
                    case "crl" -> " fetch-crl brings revocation lists and keeps them fresh.";
                    case "signing policy" -> " It comes with the authority's package.";
                    default -> "";
                  });
      case FAULT -> Check.fault(check.name(), check.sentence() + remedy(check.name()));
    };
  }

  private static String remedy(String check) {
    return switch (check) {
      case "chain" ->
          " Install the package of its authority (ca-policy-egi-core has those of the grid), or"
              + " name another directory by --ca-dir or X509_CERT_DIR.";
      case "crl" -> " Run fetch-crl; when it is revoked, ask for a new certificate.";
      default -> " Ask its authority for a new certificate.";
    };
  }
}
