package io.vmcaster.signing;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A signed message whose signature is right; whether the signer is trusted is another question. */
public final class SignedList {

  private final byte[] content;
  private final X509Certificate signer;
  private final List<X509Certificate> certificates;
  private final boolean forgeable;

  /**
   * What was read from a message.
   *
   * @param content what was signed: an image list as JSON, with whatever line ends it has
   * @param signer the certificate that signed it
   * @param certificates every certificate in the message, the signer's included
   * @param forgeable whether the signature is over a SHA-1 digest
   */
  public SignedList(
      byte[] content,
      X509Certificate signer,
      List<X509Certificate> certificates,
      boolean forgeable) {
    this.content = content.clone();
    this.signer = signer;
    this.certificates = List.copyOf(certificates);
    this.forgeable = forgeable;
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

  /** The signer's certificate first, then the others of the message, as trust is asked. */
  public List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>(certificates);
    chain.remove(signer);
    chain.add(0, signer);
    return chain;
  }

  /**
   * Whether the signature is over a SHA-1 digest: right, but two lists can be made that share it,
   * and some machines refuse it.
   */
  public boolean forgeable() {
    return forgeable;
  }
}
