package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Messages;
import io.vmcaster.context.UserId;
import io.vmcaster.error.TrustFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What must be true of a credential before anybody is shown it. */
final class CredentialCheck {
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final Duration SHORT = Duration.ofHours(1);

  private CredentialCheck() {}

  /**
   * Nobody but the user may read or write the key, and it is the user's.
   *
   * @throws TrustFailure otherwise, or when there is no such file
   */
  static void file(CredentialFiles files) {
    Path key = files.key();
    try {
      if (!OWNERS.containsAll(Files.getPosixFilePermissions(key))) {
        throw new TrustFailure(
            "the " + kind(files) + " " + key + " cannot be used: others may read or write it",
            "chmod 600 " + key + ", and think about who may have read it.");
      }
      if (!Integer.valueOf(UserId.current()).equals(Files.getAttribute(key, "unix:uid"))) {
        throw new TrustFailure(
            "the " + kind(files) + " " + key + " cannot be used: it belongs to somebody else",
            "Make one of your own, or name another with X509_USER_PROXY.");
      }
    } catch (IOException e) {
      throw missing(files, e);
    }
  }

  private static String kind(CredentialFiles files) {
    return files.isProxy() ? "proxy" : "private key";
  }

  private static TrustFailure missing(CredentialFiles files, IOException e) {
    String advice = "Make a proxy with grid-proxy-init, or name key and certificate.";
    if (files.isProxy()) {
      return new TrustFailure("there is no readable proxy at " + files.key(), advice, e);
    }
    return new TrustFailure(
        "there is nothing to show to a gsidcap door: no proxy, and no readable key at "
            + files.key(),
        advice,
        e);
  }

  /**
   * It is valid now; the time that is left is said.
   *
   * @throws TrustFailure when it is not yet or no longer valid
   */
  static void lifetime(UserCredential credential, Instant now, Messages messages) {
    if (now.isBefore(credential.begin())) {
      throw new TrustFailure(
          credential + " is not valid yet: it begins in " + span(now, credential.begin()),
          "Check the clock of this machine.");
    }
    if (!now.isBefore(credential.end())) {
      throw new TrustFailure(
          credential + " has expired " + span(credential.end(), now) + " ago",
          credential.isProxy() ? "Make a new one with grid-proxy-init." : "Renew it.");
    }
    String left = credential + " is valid for another " + span(now, credential.end());
    if (now.plus(SHORT).isAfter(credential.end())) {
      messages.warn(left + ": a long transfer may outlive it");
    } else {
      messages.detail(left);
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
}
