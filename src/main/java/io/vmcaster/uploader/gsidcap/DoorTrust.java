package io.vmcaster.uploader.gsidcap;

import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.fetch.TrustedTls.ServerTrust;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Decides whether a door is the one that the URL names. Two decisions, both must be yes: an
 * authority that we trust vouches for its certificate, and the certificate is for the URL's host;
 * not for whatever name the address has.
 *
 * @param warnings is told what is no reason to refuse
 */
record DoorTrust(CaDirectory anchors, String host, Consumer<String> warnings)
    implements ServerTrust {

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    TrustVerdict verdict = ServerTrust.verdict(anchors, chain);
    if (!verdict.trusted()) {
      throw new CertificateException(ServerTrust.refusal(verdict));
    }
    if (!HostNames.match(chain[0], host)) {
      throw new CertificateException(
          "its certificate is for %s and not for %s"
              .formatted(String.join(", ", HostNames.of(chain[0])), host));
    }
    verdict.forgeable().ifPresent(sentence -> warnings.accept(host + ": " + sentence));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /**
   * The hosts that a certificate speaks for, after RFC 2818: the alternative names where it has any
   * of hosts, else the last common name, which old grid certificates write as {@code host/name}.
   */
  static final class HostNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private HostNames() {}

    /**
     * Whether a certificate is that of a host.
     *
     * @param host the name or address in the URL
     */
    static boolean match(X509Certificate certificate, String host) {
      return of(certificate).stream().anyMatch(pattern -> matches(pattern, host));
    }

    /** The names in the certificate, some with a {@code *} as their first part. */
    static List<String> of(X509Certificate certificate) {
      List<String> names = alternativeNames(certificate);
      if (names.isEmpty()) {
        commonName(certificate).map(name -> name.replaceFirst("^host/", "")).ifPresent(names::add);
      }
      return names;
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
      List<String> names = new ArrayList<>();
      try {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        for (List<?> entry : all == null ? List.<List<?>>of() : all) {
          if (entry.get(0).equals(DNS) || entry.get(0).equals(ADDRESS)) {
            names.add(entry.get(1).toString());
          }
        }
      } catch (CertificateParsingException e) {
        // names that cannot be read speak for nobody, and the common name does not stand in
        names.add("");
      }
      return names;
    }

    private static Optional<String> commonName(X509Certificate certificate) {
      try {
        return new LdapName(certificate.getSubjectX500Principal().getName())
            .getRdns().stream()
                .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                .reduce((earlier, last) -> last)
                .map(rdn -> rdn.getValue().toString());
      } catch (InvalidNameException e) {
        return Optional.empty();
      }
    }

    private static boolean matches(String pattern, String host) {
      String name = plain(pattern);
      String wanted = plain(host);
      if (!name.startsWith("*.")) {
        return !name.isEmpty() && name.equals(wanted);
      }
      int dot = wanted.indexOf('.');
      return dot > 0
          && !isAddress(wanted)
          && name.indexOf('.', 2) > 0
          && name.substring(1).equals(wanted.substring(dot));
    }

    private static boolean isAddress(String host) {
      return host.contains(":") || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private static String plain(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
  }
}
