package io.vmcaster.signing;

import java.security.cert.X509Certificate;
import java.util.List;

/** A signed message whose signature is right; whether the signer is trusted is another question. */
public final class SignedList {

  private final byte[] content;
  private final X509Certificate signer;
  private final List<X509Certificate> certificates;

  /**
   * What was read from a message.
   *
   * @param content what was signed: an image list as JSON, with whatever line ends it has
   * @param signer the certificate that signed it
   * @param certificates every certificate in the message, the signer's included
   */
  public SignedList(byte[] content, X509Certificate signer, List<X509Certificate> certificates) {
    this.content = content.clone();
    this.signer = signer;
    this.certificates = List.copyOf(certificates);
  }

  /** What was signed, as UTF-8 if it is a proper list. */
  public byte[] content() {
    return content.clone();
  }

  /** The certificate that signed it. */
  public X509Certificate signer() {
    return signer;
  }

  /** Every certificate in the message, the signer's included. */
  public List<X509Certificate> certificates() {
    return certificates;
  }
}
