package io.vmcaster.credential;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.SecretFile;
import io.vmcaster.credential.Credential.CredentialPlace;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
  private static final String PROXY = "X509_USER_PROXY";
  private static final String CERTIFICATE = "X509_USER_CERT";
  private static final String KEY = "X509_USER_KEY";

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
    String source = "[" + section + "]";
    return pair(settings, "proxy", "proxy", source)
        .or(() -> pair(settings, "certificate", "key", source))
        .orElseGet(this::usual);
  }

  /** Where the credential is for servers whose section says nothing. */
  public CredentialPlace usual() {
    Path standard =
        Path.of(System.getProperty("java.io.tmpdir"), "x509up_u" + Environment.processUser());
    Optional<CredentialPlace> proxy = pair(environment::get, PROXY, PROXY, PROXY);
    return proxy.isEmpty() && Files.exists(standard)
        ? new CredentialPlace(standard, standard, "default")
        : proxy
            .or(() -> pair(environment::get, CERTIFICATE, KEY, CERTIFICATE + " and " + KEY))
            .orElseGet(() -> new CredentialPlace(signingKey, signingCertificate, SIGNING));
  }

  /** Two files, or one that has both. */
  private Optional<CredentialPlace> pair(
      Function<String, Optional<String>> settings, String certificate, String key, String source) {
    Optional<Path> first = settings.apply(certificate).map(this::path);
    Optional<Path> second = settings.apply(key).map(this::path);
    return first
        .or(() -> second)
        .map(any -> new CredentialPlace(second.orElse(any), first.orElse(any), source));
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
        ? Optional.of(readAsItIs(place))
        : Optional.empty();
  }

  private ServerCredential readAsItIs(CredentialPlace place) {
    return new ServerCredential(reader.read(place.key(), place.certificate()), place);
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
    return readAsItIs(place);
  }

  private static void requireOwn(CredentialPlace place) {
    Path key = place.key();
    try {
      String kind = place.isProxy() ? "proxy" : "private key";
      SecretFile.require(key, kind, "name another with " + PROXY);
    } catch (IOException e) {
      String missing =
          place.isProxy()
              ? "there is no readable proxy at "
              : place.source().equals(SIGNING)
                  ? "there is nothing to show to a gsidcap door: no proxy, and no readable key at "
                  : "there is no readable private key where " + place.source() + " says, at ";
      throw new TrustFailure(
          missing + key, "Make a proxy with grid-proxy-init, or name key and certificate.", e);
    }
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
      return instants(X509Certificate::getNotAfter).min(Instant::compareTo).orElseThrow();
    }

    /** When the last of its certificates begins. */
    public Instant begin() {
      return instants(X509Certificate::getNotBefore).max(Instant::compareTo).orElseThrow();
    }

    private Stream<Instant> instants(Function<X509Certificate, Date> which) {
      return credential.chain().stream().map(which).map(Date::toInstant);
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
        return Messages.count(span.toDays(), "day");
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
