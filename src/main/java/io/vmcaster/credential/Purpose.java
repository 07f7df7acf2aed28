package io.vmcaster.credential;

import org.bouncycastle.asn1.misc.NetscapeCertType;

/** What a certificate is to be used for; decides as OpenSSL's purposes do. */
public enum Purpose {
  /**
   * Signing image lists: OpenSSL's {@code smimesign}, which every verifying subscriber asks for.
   */
  SIGN_EMAIL(Usages.EMAIL_PROTECTION, NetscapeCertType.smime | NetscapeCertType.sslClient),
  /** Being the client of a TLS connection; */
  CLIENT(Usages.CLIENT, NetscapeCertType.sslClient),
  /** Being the server of a TLS connection. */
  SERVER(Usages.SERVER, NetscapeCertType.sslServer);

  private final String extendedUsage;
  private final int netscapeUse;

  Purpose(String extendedUsage, int netscapeUse) {
    this.extendedUsage = extendedUsage;
    this.netscapeUse = netscapeUse;
  }

  /** The extended key usage that allows this, as an object identifier. */
  String extendedUsage() {
    return extendedUsage;
  }

  /**
   * The bits of Netscape's old certificate type that allow this. OpenSSL takes certificates for TLS
   * clients as good for e-mail, as some old authorities meant.
   */
  int netscapeUse() {
    return netscapeUse;
  }
}
