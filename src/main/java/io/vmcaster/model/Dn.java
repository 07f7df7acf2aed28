package io.vmcaster.model;

/**
 * A distinguished name in the one-line form that OpenSSL prints and subscribers compare byte for
 * byte: {@code /C=DE/O=GermanGrid/CN=Owen Synge}.
 *
 * @param text the name, never blank
 */
public record Dn(String text) implements Item {

  /** Checks that there is a name. */
  public Dn {
    Identifiers.requireText(text, "endorser");
  }

  /**
   * The name of a new endorser.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when it does not look like a one-line name
   */
  public static Dn created(String text) {
    return new Dn(Identifiers.requireOneLineName(text));
  }

  @Override
  public Kind kind() {
    return Kind.ENDORSER;
  }

  // spelled out: what a record has of its own is put together anew at each start of the program
  @Override
  public boolean equals(Object other) {
    return other instanceof Dn that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
