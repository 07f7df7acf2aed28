package io.vmcaster.model;

import io.vmcaster.error.Failure.UsageFailure;
import java.util.regex.Pattern;

/**
 * A distinguished name in the one-line form that OpenSSL prints and subscribers compare byte for
 * byte: {@code /C=DE/O=GermanGrid/CN=Owen Synge}.
 */
public final class Dn extends Item {

  private static final Pattern ONE_LINE_NAME = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9.-]*=.*");

  /** A name, as it is written elsewhere. */
  public Dn(String text) {
    super(Kind.ENDORSER, text);
  }

  /**
   * The name of a new endorser.
   *
   * @throws UsageFailure when it does not look like a one-line name
   */
  public static Dn created(String text) {
    if (!ONE_LINE_NAME.matcher(text).matches()) {
      throw new UsageFailure(
          "'" + text + "' cannot name an endorser: it is not a distinguished name in one line",
          "Write it as 'openssl x509 -noout -subject -nameopt compat' does,"
              + " such as '/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge'.");
    }
    return new Dn(text);
  }
}
