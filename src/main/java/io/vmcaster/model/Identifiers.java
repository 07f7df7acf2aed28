package io.vmcaster.model;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.regex.Pattern;

/** The checks of identifiers. */
public final class Identifiers {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Pattern ONE_LINE_NAME = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9.-]*=.*");

  private Identifiers() {}

  /** Whether a text can be an identifier: not blank, and on one line. */
  public static boolean isProper(String text) {
    return !text.isBlank() && !Ascii.holdsControl(text);
  }

  static void requireText(String text, String what) {
    if (text == null || text.isBlank()) {
      throw new InvalidDataFailure("an " + what + " has an empty identifier", null);
    }
    if (Ascii.holdsControl(text)) {
      throw new InvalidDataFailure(
          "the identifier of an " + what + " holds a control character", null);
    }
  }

  static String requireUuid(String text, String what) {
    if (!UUID.matcher(text).matches()) {
      throw new UsageFailure(
          "'" + text + "' cannot name a new " + what + ": it is not a UUID",
          "Make one with uuidgen, such as e38a3fd2-0ed8-11e2-873a-001cc0beb420.");
    }
    return Ascii.lower(text);
  }

  static String requireOneLineName(String text) {
    if (!ONE_LINE_NAME.matcher(text).matches()) {
      throw new UsageFailure(
          "'" + text + "' cannot name an endorser: it is not a distinguished name in one line",
          "Write it as 'openssl x509 -noout -subject -nameopt compat' does,"
              + " such as '/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge'.");
    }
    return text;
  }
}
