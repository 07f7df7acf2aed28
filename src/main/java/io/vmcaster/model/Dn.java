package io.vmcaster.model;

/**
 * A distinguished name in the one-line form that OpenSSL prints and subscribers compare byte for
 * byte: {@code /C=DE/O=GermanGrid/CN=Owen Synge}.
 */
public final class Dn extends Item {

  /** A name, as it is written elsewhere. */
  public Dn(String text) {
    super(Kind.ENDORSER, text);
  }

  /**
   * The name of a new endorser.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when it does not look like a one-line name
   */
  public static Dn created(String text) {
    return new Dn(Identifiers.requireOneLineName(text));
  }
}
