package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.SecretFile;
import io.vmcaster.context.ThisProcess;
import io.vmcaster.credential.Credential.CredentialPlace;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what servers are shown of a user, which need not be what signs: certificates that may sign
 * mail and certificates that doors accept come from different authorities. In this order: what the
 * section of the configuration names ({@code proxy}, or {@code certificate} and {@code key}),
 * {@code X509_USER_PROXY}, the proxy in its standard place, {@code X509_USER_CERT} and {@code
 * X509_USER_KEY}, and at last what signs.
 */
public final class ServerCredentials {

  private static final String SIGNING = "the signing certificate";
  private final Environment environment;
  private final Path signingKey;
  private final Path signingCertificate;
  private final CredentialReader reader;

  /**
   * Reads nothing yet.
   *
   * @param signingKey the key that signs; empty for its usual place
   * @param signingCertificate its certificate; empty for its usual place
   * @param reader the run's, which reads each key once
   */
  public ServerCredentials(
      Environment environment,
      Optional<Path> signingKey,
      Optional<Path> signingCertificate,
      CredentialReader reader) {
    Path usual = environment.home().resolve(".globus");
    this.environment = environment;
    this.signingKey = signingKey.orElse(usual.resolve("userkey.pem"));
    this.signingCertificate = signingCertificate.orElse(usual.resolve("usercert.pem"));
    this.reader = reader;
  }

  /**
   * Where the credential for the servers of a section is; nothing may be there.
   *
   * @param section the section's name
   * @param settings the values of the section
   */
  public CredentialPlace locate(String section, Function<String, Optional<String>> settings) {
    return ofSection("[" + section + "]", settings).orElseGet(this::usual);
  }

  private Optional<CredentialPlace> ofSection(
      String source, Function<String, Optional<String>> settings) {
    Optional<Path> proxy = settings.apply("proxy").map(this::path);
    Optional<Path> certificate = proxy.or(() -> settings.apply("certificate").map(this::path));
    Optional<Path> key = proxy.or(() -> settings.apply("key").map(this::path));
    return certificate.or(() -> key).map(any -> place(key, certificate, any, source));
  }

  private static CredentialPlace place(
      Optional<Path> key, Optional<Path> certificate, Path otherwise, String source) {
    return new CredentialPlace(key.orElse(otherwise), certificate.orElse(otherwise), source);
  }

  /** Where the credential is for servers whose section says nothing. */
  public CredentialPlace usual() {
    Optional<Path> proxy = variable("X509_USER_PROXY");
    if (proxy.isPresent()) {
      return new CredentialPlace(proxy.get(), proxy.get(), "X509_USER_PROXY");
    }
    Path standard = Path.of(System.getProperty("java.io.tmpdir"), "x509up_u" + ThisProcess.user());
    if (Files.exists(standard)) {
      return new CredentialPlace(standard, standard, "default");
    }
    Optional<Path> certificate = variable("X509_USER_CERT");
    Optional<Path> key = variable("X509_USER_KEY");
    return certificate
        .or(() -> key)
        .map(any -> place(key, certificate, any, "X509_USER_CERT and X509_USER_KEY"))
        .orElseGet(() -> new CredentialPlace(signingKey, signingCertificate, SIGNING));
  }

  private Optional<Path> variable(String name) {
    return environment.get(name).map(this::path);
  }

  private Path path(String text) {
    return CredentialReader.path(environment, text);
  }

  /**
   * Reads the credential for the servers of a section; empty when nothing was named and nothing is
   * in the usual places.
   *
   * @throws TrustFailure when it cannot be read, or others can read it
   */
  public Optional<ServerCredential> find(
      String section, Function<String, Optional<String>> settings) {
    CredentialPlace place = locate(section, settings);
    if (!place.source().equals(SIGNING)) {
      return Optional.of(read(place));
    }
    // many servers ask for none, so that nothing more is asked of this one than for signing
    return CredentialReader.isToken(place.key()) || Files.exists(place.key())
        ? Optional.of(new ServerCredential(reader.read(place.key(), place.certificate()), place))
        : Optional.empty();
  }

  /**
   * Reads a credential.
   *
   * @throws TrustFailure when it cannot be read, or others can read it
   */
  public ServerCredential read(CredentialPlace place) {
    if (!CredentialReader.isToken(place.key())) {
      requireOwn(place);
    }
    return new ServerCredential(reader.read(place.key(), place.certificate()), place);
  }

  private static void requireOwn(CredentialPlace place) {
    Path key = place.key();
    String kind = place.isProxy() ? "proxy" : "private key";
    try {
      Optional<String> fault = SecretFile.fault(key);
      if (fault.isPresent()) {
        throw new TrustFailure(
            "the " + kind + " " + key + " cannot be used: " + fault.get(),
            "chmod 600 "
                + key
                + ", and think about who may have read it; or name another with X509_USER_PROXY.");
      }
    } catch (IOException e) {
      throw missing(place, e);
    }
  }

  private static TrustFailure missing(CredentialPlace place, IOException e) {
    String advice = "Make a proxy with grid-proxy-init, or name key and certificate.";
    if (place.isProxy()) {
      return new TrustFailure("there is no readable proxy at " + place.key(), advice, e);
    }
    String start =
        place.source().equals(SIGNING)
            ? "there is nothing to show to a gsidcap door: no proxy, and no readable key at "
            : "there is no readable private key where " + place.source() + " says, at ";
    return new TrustFailure(start + place.key(), advice, e);
  }

  /**
   * What servers are shown of a user.
   *
   * @param credential key and certificates
   * @param place where it was found
   */
  public record ServerCredential(Credential credential, CredentialPlace place) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCredential.class);

    private static final Duration SHORT = Duration.ofHours(1);

    /** Whether it is a proxy's file. */
    public boolean isProxy() {
      return place.isProxy();
    }

    /** When the first of its certificates ends. */
    public Instant end() {
      return credential.chain().stream()
          .map(certificate -> certificate.getNotAfter().toInstant())
          .min(Instant::compareTo)
          .orElseThrow();
    }

    /** When the last of its certificates begins. */
    public Instant begin() {
      return credential.chain().stream()
          .map(certificate -> certificate.getNotBefore().toInstant())
          .max(Instant::compareTo)
          .orElseThrow();
    }

    /**
     * Insists that it is valid; the time that is left is said.
     *
     * @throws TrustFailure when it is not yet or no longer valid
     */
    public void requireValid(Instant now, Messages messages) {
      if (now.isBefore(begin())) {
        throw new TrustFailure(
            this + " is not valid yet: it begins in " + span(now, begin()),
            "Check the clock of this machine.");
      }
      if (!now.isBefore(end())) {
        throw new TrustFailure(
            this + " has expired " + span(end(), now) + " ago",
            isProxy() ? "Make a new one with grid-proxy-init." : "Renew it.");
      }
      String left = this + " is valid for another " + span(now, end());
      if (now.plus(SHORT).isAfter(end())) {
        messages.warn(left + ": a long transfer may outlive it");
      } else {
        LOG.debug(left);
      }
    }

    private static String span(Instant from, Instant to) {
      Duration span = Duration.between(from, to);
      if (span.toDays() > 1) {
        return span.toDays() + " days";
      }
      if (span.toHours() > 0) {
        return span.toHours() + " h " + span.toMinutesPart() + " min";
      }
      return span.toMinutes() > 0 ? span.toMinutes() + " min" : span.toSeconds() + " s";
    }

    /** Such as {@code the proxy /home/me/proxy}. */
    @Override
    public String toString() {
      return place.toString();
    }
  }
}
