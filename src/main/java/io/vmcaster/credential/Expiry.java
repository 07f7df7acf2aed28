package io.vmcaster.credential;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When something that lists depend on ends.
 *
 * @param what such as {@code the certificate of /CN=Jane that signs}
 * @param end its last moment
 * @param notice how long before the end people are warned
 */
public record Expiry(String what, Instant end, Duration notice) {

  /** How many days before the end people are warned. */
  public static final int SOON_DAYS = 30;

  /** Something that people renew: all of the thirtieth day before its end counts. */
  public Expiry(String what, Instant end) {
    this(what, end, Duration.ofDays(SOON_DAYS + 1));
  }

  /** What programs renew every few days. */
  static Expiry ofRevocationList(X509Certificate authority, Instant end) {
    return new Expiry(
        "the revocation list of " + OneLineName.subject(authority), end, Duration.ofDays(1));
  }

  /** What servers are shown; proxies live for hours. */
  public static Expiry ofClient(String what, X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    return ProxyCertificates.isProxy(certificate)
        ? new Expiry(what, end, Duration.ofHours(1))
        : new Expiry(what, end);
  }

  /** The ends of a certificate and of the authorities above it that came along. */
  public static List<Expiry> of(CertificateChain chain, String use) {
    List<Expiry> ends = new ArrayList<>();
    chain
        .path()
        .forEach(
            each ->
                ends.add(
                    new Expiry(
                        (ends.isEmpty()
                                ? "the certificate that " + use + ", "
                                : "the certificate of the authority ")
                            + OneLineName.subject(each)
                            + ",",
                        each.getNotAfter().toInstant())));
    return ends;
  }

  /** How many whole days are left; negative afterwards. */
  public long days(Instant now) {
    return Duration.between(now, end).toDays();
  }

  /** Whether it ends so soon that people are warned, or has ended. */
  public boolean isSoon(Instant now) {
    return Duration.between(now, end).compareTo(notice) < 0;
  }

  /** The end in days, as a sentence. */
  public String told(Instant now) {
    if (end.isBefore(now)) {
      return what + " ended on " + end;
    }
    long hours = Duration.between(now, end).toHours();
    return what + " ends in " + (hours < 24 ? of(hours, " hour") : of(days(now), " day"));
  }

  private static String of(long number, String unit) {
    return number + unit + (number == 1 ? "" : "s");
  }
}
