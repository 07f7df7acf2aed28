package io.vmcaster.fetch;

import io.vmcaster.credential.CaDirectory;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Whom to believe on the web: what Java believes, and the authorities of the grid. */
public final class TrustedTls {

  private TrustedTls() {}

  /**
   * A context for https.
   *
   * @param anchors the directory of the grid's trust anchors, if there is one
   */
  public static SSLContext context(Optional<Path> anchors) {
    return context(anchors, null);
  }

  /**
   * A context for https in which servers that ask are shown who we are.
   *
   * @param anchors the directory of the grid's trust anchors, if there is one
   * @param keys what they are shown; null for nothing
   */
  public static SSLContext context(Optional<Path> anchors, KeyManager[] keys) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate usual : usual()) {
        store.setCertificateEntry("usual-" + store.size(), usual);
      }
      if (anchors.isPresent() && Files.isDirectory(anchors.get())) {
        addAll(anchors.get(), store);
      }
      TrustManager[] trust = factory(store).getTrustManagers();
      if (anchors.isPresent() && trust[0] instanceof X509ExtendedTrustManager java) {
        trust[0] = new ConstrainedTrust(java, CaDirectory.open(anchors.get()));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationFailure(
          "cannot prepare for https: " + e.getMessage(), "Check --ca-dir and the Java there.", e);
    }
  }

  private static X509Certificate[] usual() throws GeneralSecurityException {
    for (TrustManager manager : factory(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManagerFactory factory(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static void addAll(Path directory, KeyStore store)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{0,1,2,3,pem}")) {
      for (Path file : files) {
        add(file, factory, store);
      }
    }
  }

  /** A file that is no certificate vouches for nobody. */
  private static void add(Path file, CertificateFactory factory, KeyStore store)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate certificate : factory.generateCertificates(in)) {
        store.setCertificateEntry("grid-" + store.size(), certificate);
      }
    } catch (CertificateException e) {
      return;
    }
  }
}
