package io.vmcaster.service;

import io.vmcaster.context.Run;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.credential.Purpose;
import io.vmcaster.credential.RevocationQuery;
import io.vmcaster.credential.RevocationQuery.Answer;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.Fetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signs: certificate and key are read when they are first needed, and once, so that a
 * passphrase is asked for once.
 */
public final class Signer {

  private final CredentialReader reader;
  private final Path keyFile;
  private final Path certificateFile;
  private final Optional<Path> chainFile;
  private final Optional<RevocationCheck> revocation;
  private X509Certificate certificate;
  private Credential credential;

  /**
   * Who has these files.
   *
   * @param reader reads them, asking for a passphrase if need be
   * @param chainFile the authorities above the certificate, if they are in a file of their own
   * @param revocation asks whether the certificate is revoked; empty when nobody is to be asked
   */
  public Signer(
      CredentialReader reader,
      Path keyFile,
      Path certificateFile,
      Optional<Path> chainFile,
      Optional<RevocationCheck> revocation) {
    this.reader = reader;
    this.keyFile = keyFile;
    this.certificateFile = certificateFile;
    this.chainFile = chainFile;
    this.revocation = revocation;
  }

  /**
   * The certificate; the key is not touched.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when it cannot be read
   */
  public X509Certificate certificate() {
    if (certificate == null) {
      certificate = reader.certificate(certificateFile);
    }
    return certificate;
  }

  /**
   * The certificate and the authorities above it that go along; the key is not touched.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when they cannot be read
   */
  public CertificateChain chain() {
    return reader.chain(certificateFile, chainFile);
  }

  /**
   * Key and certificate.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when they cannot be read, do not belong
   *     together, or the certificate is revoked
   */
  public Credential credential() {
    if (credential == null) {
      Credential read = reader.readForSigning(keyFile, certificateFile, chainFile);
      revocation.ifPresent(check -> check.require(read));
      credential = read;
    }
    return credential;
  }

  /**
   * Asks the signer's authority whether the certificate is revoked, where the certificate says who
   * answers. Nobody waits long: an authority that is silent is a detail, and no reason to stop.
   *
   * @param fetchers make what reads the web, with little patience
   * @param anchors where the authority's certificate is, if it did not come along
   * @param patience how long to wait for all answers together
   */
  public record RevocationCheck(
      Supplier<Fetcher> fetchers, Optional<Path> anchors, Duration patience, Run run) {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationCheck.class);

    /** How long a run waits for all answers together. */
    public static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String ADVICE =
        "Ask the authority for a new certificate. --no-revocation-check signs all the same.";

    private static final int LARGEST_ANSWER = 1 << 16;
    private static final int LARGEST_CRL = 16 << 20;

    /**
     * Insists that the certificate of a credential is not revoked as far as can be known.
     *
     * @throws TrustFailure when it is
     */
    public void require(Credential credential) {
      askAuthority(credential);
      anchors
          .filter(Files::isDirectory)
          .map(CaDirectory::open)
          .ifPresent(directory -> askAnchors(directory, credential.certificateChain()));
    }

    private void askAuthority(Credential credential) {
      X509Certificate certificate = credential.certificate();
      Optional<X509Certificate> issuer = issuer(credential);
      if (issuer.isEmpty()) {
        detail("its authority's certificate is not at hand");
        return;
      }
      RevocationQuery query = new RevocationQuery(certificate, issuer.get(), run.now());
      BlockingQueue<Optional<String>> answer = new ArrayBlockingQueue<>(1);
      Thread asking = new Thread(() -> answer.add(revokedBy(query)), "revocation");
      asking.setDaemon(true);
      asking.start();
      try {
        Optional<String> revoked = answer.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (revoked == null) {
          detail("no answer within " + patience.toMillis() / 1000.0 + " s");
        } else if (revoked.isPresent()) {
          throw new TrustFailure(
              "subscribers would refuse the list: the certificate of %s is revoked, says %s"
                  .formatted(OneLineName.subject(certificate), revoked.get()),
              ADVICE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Sites with the same anchors refuse what these refuse; theirs may be others. */
    private void askAnchors(CaDirectory directory, CertificateChain chain) {
      directory.revocationListEnds(chain).stream()
          .filter(each -> each.isSoon(run.now()))
          .forEach(each -> run.messages().warn(each.told(run.now()) + ": fetch a new one now"));
      TrustVerdict verdict = directory.verify(chain.path(), run.now(), Purpose.SIGN_EMAIL);
      if (verdict.revoked().isPresent()) {
        throw new TrustFailure(
            "subscribers would refuse the list: %s, says the revocation list in %s"
                .formatted(verdict.revoked().get().replaceFirst("\\.$", ""), directory.path()),
            ADVICE);
      }
      verdict.faults().stream()
          .findFirst()
          .ifPresent(
              fault ->
                  run.messages()
                      .warn(
                          ("sites with trust anchors as in %s would refuse the list:"
                                  + " %s --doctor tells more")
                              .formatted(directory.path(), fault)));
    }

    private void detail(String why) {
      LOG.debug("Whether the certificate that signs is revoked is not known: " + why);
    }

    private Optional<X509Certificate> issuer(Credential credential) {
      List<X509Certificate> candidates = new ArrayList<>(credential.chain());
      anchors
          .filter(Files::isDirectory)
          .ifPresent(
              directory ->
                  candidates.addAll(
                      CaDirectory.open(directory)
                          .issuersOf(new CertificateChain(List.of(credential.certificate())))));
      return candidates.stream()
          .filter(each -> CertificateChain.isIssuer(each, credential.certificate()))
          .findFirst();
    }

    /** Who says that it is revoked; empty when somebody says that it is not, or nobody answers. */
    private Optional<String> revokedBy(RevocationQuery query) {
      try (Fetcher fetcher = fetchers.get()) {
        for (String address : query.ocspAddresses()) {
          Answer answer = ask(() -> query.ocsp(fetcher.fetch(address, LARGEST_ANSWER)), address);
          if (answer != Answer.UNKNOWN) {
            return Optional.of(shown(address)).filter(any -> answer == Answer.REVOKED);
          }
        }
        for (String address : query.crlAddresses()) {
          Answer answer = ask(() -> query.crl(fetcher.fetch(address, LARGEST_CRL)), address);
          if (answer != Answer.UNKNOWN) {
            return Optional.of(address).filter(any -> answer == Answer.REVOKED);
          }
        }
      } catch (IOException | RuntimeException e) { // odd extensions of a certificate that is ours
        detail(String.valueOf(e.getMessage()));
      }
      return Optional.empty();
    }

    private Answer ask(Callable<Answer> question, String address) {
      try {
        Answer answer = question.call();
        if (answer == Answer.UNKNOWN) {
          detail(shown(address) + " gives no answer that counts");
        }
        return answer;
      } catch (Exception e) { // whatever it is: another one may know
        detail(shown(address) + ": " + e.getMessage());
        return Answer.UNKNOWN;
      }
    }

    /** An address without the question in it. */
    private static String shown(String address) {
      int slash = address.lastIndexOf('/');
      return address.length() - slash > 60 ? address.substring(0, slash) : address;
    }
  }
}
