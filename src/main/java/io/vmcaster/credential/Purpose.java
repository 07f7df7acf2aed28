package io.vmcaster.credential;

import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What a certificate is to be used for; decides as OpenSSL's purposes do. */
public enum Purpose {
  /**
   * Signing image lists: OpenSSL's {@code smimesign}, which every verifying subscriber asks for. It
   * takes certificates for TLS clients, too, as some old authorities meant Netscape's type.
   */
  SIGN_EMAIL(
      "signing e-mail, which image lists count as",
      KeyPurposeId.id_kp_emailProtection,
      KeyUsage.digitalSignature | KeyUsage.nonRepudiation,
      NetscapeCertType.smime | NetscapeCertType.sslClient),
  /** Being the client of a TLS connection. */
  CLIENT(
      "TLS clients",
      KeyPurposeId.id_kp_clientAuth,
      KeyUsage.digitalSignature | KeyUsage.keyAgreement,
      NetscapeCertType.sslClient),
  /** Being the server of a TLS connection. */
  SERVER(
      "TLS servers",
      KeyPurposeId.id_kp_serverAuth,
      KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyAgreement,
      NetscapeCertType.sslServer);

  /** For messages. */
  final String words;

  /** The extended key usage that allows it. */
  @SuppressWarnings("ImmutableEnumChecker") // Bouncy Castle's object identifiers never change
  final KeyPurposeId extendedUsage;

  /** The bits of the key usage that allow it. */
  final int keyUsage;

  /** The bits of Netscape's old certificate type that allow it. */
  final int netscapeUse;

  Purpose(String words, KeyPurposeId extendedUsage, int keyUsage, int netscapeUse) {
    this.words = words;
    this.extendedUsage = extendedUsage;
    this.keyUsage = keyUsage;
    this.netscapeUse = netscapeUse;
  }
}
