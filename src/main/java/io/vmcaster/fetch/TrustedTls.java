package io.vmcaster.fetch;

import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.credential.Purpose;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom to believe on the web: what Java believes, and the authorities of the grid. */
public final class TrustedTls {

  private TrustedTls() {}

  /**
   * A context for https.
   *
   * @param anchors the directory of the grid's trust anchors, if there is one
   * @param warnings is told once what is no reason to refuse a server
   */
  public static SSLContext context(Optional<Path> anchors, Consumer<String> warnings) {
    return context(anchors, warnings, null);
  }

  /**
   * A context for https in which servers that ask are shown who we are.
   *
   * @param anchors the directory of the grid's trust anchors, if there is one
   * @param warnings is told once what is no reason to refuse a server
   * @param keys what they are shown; null for nothing
   */
  public static SSLContext context(
      Optional<Path> anchors, Consumer<String> warnings, KeyManager[] keys) {
    try {
      X509TrustManager usual = manager(null);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate each : usual.getAcceptedIssuers()) {
        store.setCertificateEntry("usual-" + store.size(), each);
      }
      if (anchors.isPresent() && Files.isDirectory(anchors.get())) {
        addAll(anchors.get(), store);
      }
      Set<String> warned = ConcurrentHashMap.newKeySet();
      WebTrust trust =
          new WebTrust(
              manager(store),
              usual,
              anchors.map(CaDirectory::open),
              text -> {
                if (warned.add(text)) {
                  warnings.accept("a web server: " + text);
                }
              });
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationFailure(
          "cannot prepare for https: " + e.getMessage(), "Check --ca-dir and the Java there.", e);
    }
  }

  /** Java's own judge, with some anchors. */
  private static X509TrustManager manager(KeyStore anchors) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509TrustManager manager) {
        return manager;
      }
    }
    throw new NoSuchAlgorithmException("no judge of X.509 certificates");
  }

  /** Adds all certificates of a directory. */
  private static void addAll(Path directory, KeyStore store)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{0,1,2,3,pem}")) {
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          for (Certificate certificate : factory.generateCertificates(in)) {
            store.setCertificateEntry("grid-" + store.size(), certificate);
          }
        } catch (CertificateException e) {
          // a file that holds none vouches for nobody
        }
      }
    }
  }

  /**
   * Decides whether a web server is believed. Java judges it by its own anchors and the grid's
   * together, and knows nothing of what the grid's directory says beside them. So a server for
   * which Java's own anchors do not vouch is judged as dCache's doors are; for any other,
   * revocation and broken rules count. Its name is looked at by Java, after this.
   *
   * @param together has Java's own anchors and those of the grid
   * @param usual has Java's own
   * @param grid the directory of the grid's anchors, if there is one
   * @param warnings is told what is no reason to refuse
   */
  record WebTrust(
      X509TrustManager together,
      X509TrustManager usual,
      Optional<CaDirectory> grid,
      Consumer<String> warnings)
      implements ServerTrust {

    private static final Logger LOG = LoggerFactory.getLogger(WebTrust.class);

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      together.checkServerTrusted(chain, type);
      if (grid.isPresent()) {
        TrustVerdict verdict = ServerTrust.verdict(grid.get(), chain);
        if (!verdict.trusted() && (verdict.convicts() || !isUsual(chain, type))) {
          throw new UntrustedServer(ServerTrust.refusal(verdict));
        }
        verdict.checks().forEach(each -> LOG.debug("a web server: {}", each.sentence()));
        verdict.forgeable().ifPresent(warnings);
      }
    }

    private boolean isUsual(X509Certificate[] chain, String type) {
      if (usual.getAcceptedIssuers().length == 0) {
        return false; // Java throws something else then
      }
      try {
        usual.checkServerTrusted(chain, type);
        return true;
      } catch (CertificateException e) {
        return false;
      }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return together.getAcceptedIssuers();
    }

    /** What the grid's anchors say against a server that Java would take. */
    static final class UntrustedServer extends CertificateException {
      private static final long serialVersionUID = 1L;

      UntrustedServer(String reason) {
        super(reason);
      }
    }
  }

  /**
   * What TLS asks about servers, answered with the grid's trust anchors. Nobody is a client here.
   * Where the connection asks for it, Java itself then looks whether the certificate is for the
   * host.
   */
  public interface ServerTrust extends X509TrustManager {

    /** What the anchors say of a server; threads that share the anchors take turns. */
    static TrustVerdict verdict(CaDirectory anchors, X509Certificate[] chain) {
      synchronized (anchors) {
        return anchors.verify(List.of(chain), Instant.now(), Purpose.SERVER);
      }
    }

    /** Why a server is refused, without a final dot. */
    static String refusal(TrustVerdict verdict) {
      return String.join(" ", verdict.faults()).replaceFirst("\\.$", "");
    }

    @Override
    default void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("nobody is a client here");
    }
  }
}
