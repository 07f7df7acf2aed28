package io.vmcaster.credential;

import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.Purpose.ProxyCertificates;
import io.vmcaster.credential.Purpose.Usages;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Which certificates subscribers take signatures from (format 2.4 and 2.6). */
public final class CertificateRules {

  private static final int LEAST_RSA_BITS = 2048;

  private CertificateRules() {}

  /**
   * Why subscribers will not accept an image list that this certificate signs.
   *
   * @return whole sentences; none when the certificate will do
   */
  public static List<String> faults(X509Certificate certificate, Instant now) {
    List<String> faults = new ArrayList<>();
    validity(certificate, now).ifPresent(faults::add);
    if (ProxyCertificates.isProxy(certificate)) {
      faults.add(
          "The certificate is a proxy, and subscribers refuse proxies: sign with the certificate"
              + " that the proxy was made from.");
    }
    keyUsage(certificate).ifPresent(faults::add);
    extendedKeyUsage(certificate).ifPresent(faults::add);
    key(certificate).ifPresent(faults::add);
    signature(certificate).ifPresent(faults::add);
    return faults;
  }

  /** Whether a server takes it, or the proxy that it is, from a client. */
  public static boolean mayBeClient(X509Certificate certificate) {
    return Usages.fault(certificate, Purpose.CLIENT).isEmpty();
  }

  /** What it may be used for, as a sentence. */
  public static String uses(X509Certificate certificate) {
    List<String> uses = new ArrayList<>();
    if (isSuitable(certificate)) {
      uses.add("signing e-mail and lists");
    }
    if (mayBeClient(certificate)) {
      uses.add("TLS clients");
    }
    if (Usages.fault(certificate, Purpose.SERVER).isEmpty()) {
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
    return !ProxyCertificates.isProxy(certificate)
        && keyUsage(certificate).isEmpty()
        && extendedKeyUsage(certificate).isEmpty();
  }

  private static Optional<String> validity(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      return Optional.of("The certificate is not valid before " + from + ".");
    }
    if (now.isAfter(until)) {
      return Optional.of("The certificate expired on " + until + ": renew it at its authority.");
    }
    return Optional.empty();
  }

  // stricter than OpenSSL, which takes non-repudiation alone as well
  private static Optional<String> keyUsage(X509Certificate certificate) {
    return Usages.allowsAny(certificate, KeyUsage.digitalSignature)
        ? Optional.empty()
        : Optional.of(
            "The certificate's key usage does not include digitalSignature, so subscribers answer"
                + " 'unsuitable certificate purpose': ask the authority for one that does.");
  }

  private static Optional<String> extendedKeyUsage(X509Certificate certificate) {
    if (!Usages.extendedAllows(certificate, KeyPurposeId.id_kp_emailProtection)) {
      return Optional.of(
          "The certificate's extended key usage has no emailProtection, so subscribers answer"
              + " 'unsuitable certificate purpose'. The European client authentication"
              + " certificates (GEANT TCS) have been like this since August 2023. Ask the authority"
              + " for a certificate whose key usage has digitalSignature and whose extended key"
              + " usage has emailProtection, or that has no extended key usage at all.");
    }
    return Usages.netscapeAllows(certificate, Purpose.SIGN_EMAIL)
        ? Optional.empty()
        : Optional.of(
            "The certificate's Netscape certificate type does not allow e-mail, so subscribers"
                + " answer 'unsuitable certificate purpose'.");
  }

  private static Optional<String> key(X509Certificate certificate) {
    return switch (certificate.getPublicKey().getAlgorithm()) {
      case "RSA" -> rsa((RSAPublicKey) certificate.getPublicKey());
      case "EC" -> Optional.empty();
      case "RSASSA-PSS" ->
          Optional.of(
              "The certificate's key makes RSA-PSS signatures only, which subscribers cannot"
                  + " verify: ask for a certificate with an ordinary RSA key or an EC key.");
      default ->
          Optional.of(
              "The certificate's key is of kind "
                  + certificate.getPublicKey().getAlgorithm()
                  + ", whose signatures subscribers cannot verify: ask for a certificate with an"
                  + " RSA or EC key.");
    };
  }

  private static Optional<String> rsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= LEAST_RSA_BITS
        ? Optional.empty()
        : Optional.of(
            "The certificate's RSA key has "
                + bits
                + " bits, and subscribers refuse keys of less than "
                + LEAST_RSA_BITS
                + ": ask for a certificate with a new key.");
  }

  private static Optional<String> signature(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    return algorithm.startsWith("SHA1") || algorithm.startsWith("MD")
        ? Optional.of(
            "The certificate is signed with "
                + certificate.getSigAlgName()
                + ", which subscribers no longer trust: ask its authority for a new one.")
        : Optional.empty();
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
}
