package io.vmcaster.credential;

import io.vmcaster.context.Messages;
import io.vmcaster.credential.Credential.CertificateChain;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Which certificates subscribers take signatures from (format 2.4 and 2.6). */
public final class CertificateRules {

  private static final int LEAST_RSA_BITS = 2048;
  private static final String UNSUITABLE = " subscribers answer 'unsuitable certificate purpose'";

  private CertificateRules() {}

  /**
   * Why subscribers will not accept an image list that this certificate signs.
   *
   * @return whole sentences; none when the certificate will do
   */
  public static List<String> faults(X509Certificate certificate, Instant now) {
    List<String> faults = new ArrayList<>();
    validity(certificate, now)
        .ifPresent(
            why ->
                faults.add(
                    "The certificate " + why + ": ask its authority for one that is valid now."));
    if (isProxy(certificate)) {
      faults.add(
          "The certificate is a proxy, and subscribers refuse proxies: sign with the certificate"
              + " that the proxy was made from.");
    }
    faults.addAll(useFaults(certificate));
    key(certificate.getPublicKey()).ifPresent(why -> faults.add("The certificate's " + why));
    String algorithm = certificate.getSigAlgName();
    if (algorithm.toUpperCase(Locale.ROOT).matches("(SHA1|MD).*")) {
      faults.add(
          "The certificate is signed with "
              + (algorithm
                  + ", which subscribers no longer trust: ask its authority for a new one."));
    }
    return faults;
  }

  /** Whether a server takes it, or the proxy that it is, from a client. */
  public static boolean mayBeClient(X509Certificate certificate) {
    return Purpose.CLIENT.fault(certificate).isEmpty();
  }

  /** What it may be used for, as a sentence. */
  public static String uses(X509Certificate certificate) {
    List<String> uses = new ArrayList<>();
    if (!isProxy(certificate) && useFaults(certificate).isEmpty()) {
      uses.add("signing e-mail and lists");
    }
    if (mayBeClient(certificate)) {
      uses.add("TLS clients");
    }
    if (Purpose.SERVER.fault(certificate).isEmpty()) {
      uses.add("TLS servers");
    }
    return uses.isEmpty()
        ? "it is neither for signing nor for TLS"
        : "it is for " + String.join(" and for ", uses);
  }

  /** Whether it has begun to be valid, and has not expired. */
  public static boolean isCurrent(X509Certificate certificate, Instant now) {
    return validity(certificate, now).isEmpty();
  }

  /** Whether it is one for signing e-mail, which is what subscribers ask, whenever it is valid. */
  public static boolean isSuitable(X509Certificate certificate) {
    return !isProxy(certificate) && Purpose.SIGN_EMAIL.fault(certificate).isEmpty();
  }

  /** Why it is not valid now, as the end of a sentence; empty when it is. */
  static Optional<String> validity(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      return Optional.of("is not valid before " + from);
    }
    return now.isAfter(until) ? Optional.of("expired on " + until) : Optional.empty();
  }

  /** Whether it is a proxy: of RFC 3820, of the draft before it, or of the Globus Toolkit 2. */
  static boolean isProxy(X509Certificate certificate) {
    if (certificate.getExtensionValue("1.3.6.1.5.5.7.1.14") != null
        || certificate.getExtensionValue("1.3.6.1.4.1.3536.1.222") != null) {
      return true;
    }
    String issuer = OneLineName.issuer(certificate).text();
    return List.of(issuer + "/CN=proxy", issuer + "/CN=limited proxy")
        .contains(OneLineName.subject(certificate).text());
  }

  private static List<String> useFaults(X509Certificate certificate) {
    List<String> faults = new ArrayList<>();
    // stricter than OpenSSL, which takes non-repudiation alone as well
    if (!Purpose.allowsAny(certificate, KeyUsage.digitalSignature)) {
      faults.add(
          "The certificate's key usage does not include digitalSignature, "
              + (Purpose.allowsAny(certificate, KeyUsage.nonRepudiation)
                  ? "and not every program takes nonRepudiation in its place"
                  : "so" + UNSUITABLE)
              + ": ask the authority for one that does.");
    }
    if (!Purpose.SIGN_EMAIL.extendedAllows(certificate)) {
      faults.add(
          "The certificate's extended key usage has no emailProtection, so"
              + (UNSUITABLE
                  + ". European client certificates (GEANT TCS) have been like this since")
              + " August 2023. Ask the authority for one with emailProtection, or without extended"
              + " key usage, whose key usage has digitalSignature.");
    } else if (!Purpose.SIGN_EMAIL.netscapeAllows(certificate)) {
      faults.add(
          "The certificate's Netscape certificate type does not allow e-mail, so"
              + (UNSUITABLE + "."));
    }
    return faults;
  }

  /** What is wrong with a key, as the end of a sentence about it. */
  private static Optional<String> key(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> {
        int bits = ((RSAPublicKey) key).getModulus().bitLength();
        yield bits >= LEAST_RSA_BITS
            ? Optional.empty()
            : Optional.of(
                ("RSA key has " + bits + " bits, and keys of less than " + LEAST_RSA_BITS)
                    + " are no longer safe: ask for a certificate with a new key.");
      }
      case "EC" -> Optional.empty();
      case "RSASSA-PSS" ->
          Optional.of(
              "key makes RSA-PSS signatures only, which subscribers cannot"
                  + " verify: ask for a certificate with an ordinary RSA key or an EC key.");
      default ->
          Optional.of(
              "key is of kind "
                  + (key.getAlgorithm() + ", whose signatures subscribers cannot verify: ask for a")
                  + " certificate with an RSA or EC key.");
    };
  }

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
      return isProxy(certificate)
          ? new Expiry(what, end, Duration.ofHours(1))
          : new Expiry(what, end);
    }

    /** The ends of a certificate and of the authorities above it that came along. */
    public static List<Expiry> of(CertificateChain chain, String use) {
      List<Expiry> ends = new ArrayList<>();
      for (X509Certificate each : chain.path()) {
        String what = ends.isEmpty() ? "that " + use + ", " : "of the authority ";
        ends.add(
            new Expiry(
                "the certificate " + what + OneLineName.subject(each) + ",",
                each.getNotAfter().toInstant()));
      }
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
      return what
          + " ends in "
          + (hours < 24 ? Messages.count(hours, "hour") : Messages.count(days(now), "day"));
    }
  }
}
