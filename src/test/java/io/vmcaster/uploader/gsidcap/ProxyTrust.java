package io.vmcaster.uploader.gsidcap;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Whom a door lets in: users of its authorities, and the proxies that they have made. */
public final class ProxyTrust extends X509ExtendedTrustManager {
  private final X509TrustManager authorities;
  private final DoorFaults faults;

  /** Users of the authorities in this directory. */
  public ProxyTrust(Path caDirectory) {
    this(caDirectory, new DoorFaults());
  }

  ProxyTrust(Path caDirectory, DoorFaults faults) {
    this.authorities = read(caDirectory);
    this.faults = faults;
  }

  private static X509TrustManager read(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.0")) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          store.setCertificateEntry(file.getFileName().toString(), factory.generateCertificate(in));
        }
      }
      TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(store);
      return first(managers.getTrustManagers());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no authorities in " + directory + ": " + e, e);
    }
  }

  private static X509TrustManager first(TrustManager[] managers) {
    return (X509TrustManager) managers[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (faults.has(DoorFault.EXPIRED_PROXY)) {
      throw new CertificateException(
          new CertPathValidatorException("expired", null, null, -1, BasicReason.EXPIRED));
    }
    int user = 0;
    while (isProxy(chain, user)) {
      checkProxy(chain[user], chain[user + 1]);
      user++;
    }
    authorities.checkClientTrusted(Arrays.copyOfRange(chain, user, chain.length), type);
  }

  private static boolean isProxy(X509Certificate[] chain, int place) {
    return place + 1 < chain.length
        && chain[place]
            .getSubjectX500Principal()
            .getName()
            .endsWith("," + chain[place].getIssuerX500Principal().getName());
  }

  private static void checkProxy(X509Certificate proxy, X509Certificate user)
      throws CertificateException {
    try {
      proxy.checkValidity();
      proxy.verify(user.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("bad proxy", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is a server here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  /** Names no authorities: Debian's dccp reads lines of 16 KiB at most. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
