package io.vmcaster.service;

import io.vmcaster.context.Check;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
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
import io.vmcaster.error.Failure.TrustFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at key, certificate and trust anchors. Nobody is asked for a passphrase. */
public record CertificateDiagnostics(Doctor findings, Instant now) {

  private static final String CERTIFICATE = "certificate";
  private static final String SERVERS = "certificate for servers";
  private static final String ANCHORS = "trust anchors";
  private static final String KEY = "key";

  /**
   * Looks at the certificate that signs; empty when it cannot be read.
   *
   * @param source which flag or variable named it, for the message
   * @param chainFile the authorities above it, if they are in a file of their own
   */
  public Optional<CertificateChain> lookAtCertificate(
      Path file, String source, Optional<Path> chainFile) {
    CertificateChain chain;
    try {
      chain = new CredentialReader(Passphrases.NONE, Messages.SILENT).chain(file, chainFile);
    } catch (TrustFailure failure) {
      unreadable(CERTIFICATE, file, source, failure);
      return Optional.empty();
    }
    X509Certificate certificate = chain.path().get(0);
    ok(CERTIFICATE, OneLineName.subject(certificate) + " in " + file + " (" + source + ")");
    CertificateRules.faults(certificate, now)
        .forEach(fault -> findings.add(Check.fault(CERTIFICATE, fault)));
    ok(CERTIFICATE, CertificateRules.uses(certificate));
    long days = Duration.between(now, certificate.getNotAfter().toInstant()).toDays();
    String left = "it is valid for " + Messages.count(days, "more day");
    if (days >= Expiry.SOON_DAYS) {
      ok(CERTIFICATE, left);
    } else if (CertificateRules.isCurrent(certificate, now)) {
      findings.add(Check.warning(CERTIFICATE, left + ": ask for a new one now"));
    }
    Expiry.of(chain, "signs").stream().skip(1).forEach(end -> lookAtEnd(CERTIFICATE, end, ""));
    return Optional.of(chain);
  }

  private void ok(String name, String sentence) {
    findings.add(Check.ok(name, sentence));
  }

  private void lookAtEnd(String name, Expiry end, String advice) {
    if (end.isSoon(now)) {
      findings.add(Check.warning(name, end.told(now) + advice));
    } else {
      ok(name, end.told(now));
    }
  }

  /** What is encrypted is not opened, and no fault. */
  private void unreadable(String name, Path file, String source, TrustFailure failure) {
    if (isEncrypted(failure)) {
      ok(name, file + " (" + source + ") is encrypted; not opened");
    } else {
      findings.add(name, failure);
    }
  }

  private static boolean isEncrypted(TrustFailure failure) {
    return failure.getMessage().contains("passphrase");
  }

  /**
   * Looks at what servers are shown, which need not be what signs.
   *
   * @param place where it is; nothing may be there
   */
  public void lookAtServerCertificate(CredentialPlace place) {
    Path file = place.certificate();
    X509Certificate certificate;
    try {
      certificate = new CredentialReader(Passphrases.NONE, Messages.SILENT).certificate(file);
    } catch (TrustFailure failure) {
      if (isEncrypted(failure)) {
        unreadable(SERVERS, file, place.source(), failure);
      } else {
        findings.add(
            Check.warning(
                SERVERS,
                "%s (%s): nothing can be shown to gsidcap and https doors"
                    .formatted(failure.getMessage(), place.source())));
      }
      return;
    }
    Expiry end = Expiry.ofClient("it", certificate);
    boolean client = CertificateRules.mayBeClient(certificate);
    boolean well = CertificateRules.isCurrent(certificate, now) && client && !end.isSoon(now);
    String found =
        "%s in %s (%s): %s; %s"
            .formatted(
                OneLineName.subject(certificate),
                file,
                place.source(),
                end.told(now),
                client ? CertificateRules.uses(certificate) : "it is not for TLS clients");
    findings.add(well ? Check.ok(SERVERS, found) : Check.warning(SERVERS, found));
  }

  /** Looks at the modules for tokens that p11-kit knows. */
  public void lookAtTokenModules(Environment environment) {
    Pkcs11Modules.find(environment)
        .forEach((name, path) -> ok("token module", name + " in " + path));
  }

  /**
   * Looks at the key, and whether it belongs to the certificate.
   *
   * @param source which flag or variable named it, for the message
   */
  public void lookAtKey(Path key, Path certificate, String source) {
    String found = key + " (" + source + ")";
    if (CredentialReader.isToken(key)) {
      ok(KEY, found + " is on a token; not opened");
      return;
    }
    if (!Files.isReadable(key)) {
      findings.add(Check.fault(KEY, "cannot read " + found + ": name it with --x509-key"));
      return;
    }
    Doctor.Warnings warnings = new Doctor.Warnings();
    try {
      new CredentialReader(Passphrases.NONE, warnings).read(key, certificate);
      ok(KEY, found + " belongs to the certificate");
    } catch (TrustFailure failure) {
      unreadable(KEY, key, source, failure);
    }
    warnings.texts().forEach(warning -> findings.add(Check.warning(KEY, warning)));
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
    findings.look(
        ANCHORS,
        () -> {
          CaDirectory anchors = CaDirectory.open(directory);
          ok(ANCHORS, anchors.path() + " (" + source + ")");
          certificate.ifPresent(chain -> ask(anchors, chain));
        });
  }

  private void ask(CaDirectory anchors, CertificateChain chain) {
    for (Check check : anchors.verify(chain.path(), now, Purpose.SIGN_EMAIL).checks()) {
      findings.add(new Check(check.name(), check.outcome(), check.sentence() + advice(check)));
    }
    anchors.revocationListEnds(chain).forEach(end -> lookAtEnd("crl", end, ": run fetch-crl"));
  }

  private static String advice(Check check) {
    return switch (check.outcome()) {
      case OK -> "";
      case WARNING ->
          switch (check.name()) {
            case "crl" -> " fetch-crl brings revocation lists and keeps them fresh.";
            case "signing policy" -> " It comes with the authority's package.";
            default -> "";
          };
      case FAULT ->
          switch (check.name()) {
            case "chain" ->
                " Install the package of its authority (ca-policy-egi-core has those of the grid),"
                    + " or name another directory by --ca-dir or X509_CERT_DIR.";
            case "crl" -> " Run fetch-crl; when it is revoked, ask for a new certificate.";
            default -> " Ask its authority for a new certificate.";
          };
    };
  }
}
