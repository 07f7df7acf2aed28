package io.vmcaster.uploader.webdav;

import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.credential.ServerCredentials.ServerCredential;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.OneKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a server is told that we are: a token where there is one, else a certificate or proxy where
 * there is one, else nobody. A section that names one of them decides.
 */
final class DavIdentity {

  private static final Logger LOG = LoggerFactory.getLogger(DavIdentity.class);

  private final Section section;
  private final Environment environment;
  private final boolean secure;
  private final Optional<ServerCredential> certificate;
  private Optional<BearerToken> token = Optional.empty();

  /**
   * Looks for what there is.
   *
   * @param secure whether the server is reached by TLS; without it nothing is shown
   * @param certificates reads the certificate for a section; empty when there is none
   * @throws ConfigurationFailure when the section wants a token to be sent in the clear
   */
  DavIdentity(
      Section section,
      Environment environment,
      boolean secure,
      Supplier<Optional<ServerCredential>> certificates) {
    this.section = section;
    this.environment = environment;
    this.secure = secure;
    if (!secure && BearerToken.isNamed(section)) {
      throw new ConfigurationFailure(
          "the section [" + section.name() + "] has a token, which is never sent without TLS",
          "Write https:// in writeprefix.");
    }
    refresh();
    this.certificate = secure && token.isEmpty() ? certificates.get() : Optional.empty();
  }

  /** Reads the token again: it lives for an hour, and somebody renews it. */
  void refresh() {
    token = !secure || namesCertificate(section) ? Optional.empty() : find();
  }

  private Optional<BearerToken> find() {
    return BearerToken.isNamed(section)
        ? Optional.of(BearerToken.named(section, environment))
        : BearerToken.discovered(environment);
  }

  private static boolean namesCertificate(Section section) {
    return !BearerToken.isNamed(section)
        && section.setting("proxy").or(() -> section.setting("certificate")).isPresent();
  }

  /** The header field for the server itself; no other server is to see it. */
  Optional<String> authorization() {
    return token.map(shown -> "Bearer " + shown.value());
  }

  /** What TLS shows to a server that asks; null for nothing. */
  KeyManager[] keys() {
    certificate.ifPresent(shown -> LOG.debug("servers that ask are shown " + shown));
    return certificate.map(shown -> new KeyManager[] {new OneKey(shown.credential())}).orElse(null);
  }

  /** Whether what was shown has ended. */
  boolean hasEnded() {
    return end().filter(end -> end.isBefore(Instant.now())).isPresent();
  }

  private Optional<Instant> end() {
    return token.isPresent()
        ? token.flatMap(BearerToken::end)
        : certificate.map(ServerCredential::end);
  }

  /** What was shown and when it ends, never its value. */
  @Override
  public String toString() {
    String what =
        token
            .map(BearerToken::toString)
            .or(() -> certificate.map(ServerCredential::toString))
            .orElse("no token, proxy or certificate");
    return what + end().map(DavIdentity::when).orElse("");
  }

  private static String when(Instant end) {
    return (end.isBefore(Instant.now()) ? ", which has ended at " : ", which ends at ")
        + end.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  }
}
