package io.vmcaster.credential;

/** What a certificate is to be used for; decides as OpenSSL's purposes do. */
public enum Purpose {
  /**
   * Signing image lists: OpenSSL's {@code smimesign}, which every verifying subscriber asks for.
   */
  SIGN_EMAIL(Usages.EMAIL_PROTECTION, 0x20),
  /** Being the client of a TLS connection; a proxy may. */
  CLIENT(Usages.CLIENT, 0x80),
  /** Being the server of a TLS connection. */
  SERVER(Usages.SERVER, 0x40);

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

  /** The bit of Netscape's old certificate type that allows this. */
  int netscapeUse() {
    return netscapeUse;
  }
}
