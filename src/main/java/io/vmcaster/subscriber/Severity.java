package io.vmcaster.subscriber;

import java.util.Locale;

/** How bad a finding is for the consumer it names. */
public enum Severity {
  /** It would refuse the list, drop an image, or crash. */
  ERROR,
  /** It reads the list, but something goes wrong for somebody. */
  WARNING,
  /** Worth knowing. */
  NOTE;

  /** The name as it is printed, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
