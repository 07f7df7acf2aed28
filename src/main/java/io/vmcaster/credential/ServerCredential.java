package io.vmcaster.credential;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TrustFailure;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
