package io.vmcaster.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When something that lists depend on ends.
 *
 * @param what such as {@code the certificate of /CN=Jane that signs}
 * @param end its last moment
 */
public record Expiry(String what, Instant end) {

  /** How many days before the end people are warned. */
  public static final int SOON_DAYS = 30;

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

  /** Whether it ends within thirty days, or has ended. */
  public boolean isSoon(Instant now) {
    return days(now) <= SOON_DAYS;
  }

  /** The end in days, as a sentence. */
  public String told(Instant now) {
    return end.isBefore(now)
        ? what + " ended on " + end
        : what + " ends in " + days(now) + (days(now) == 1 ? " day" : " days");
  }
}
