package io.vmcaster.uploader;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Ascii;

/** What holds for the targets of all protocols. */
public final class Targets {

  private Targets() {}

  /**
   * Refuses control characters. They are never meant, and a line end would be a command of its own
   * in more than one protocol.
   *
   * @throws ConfigurationFailure when there is one
   */
  public static void requirePlain(String target) {
    if (Ascii.holdsControl(target)) {
      throw new ConfigurationFailure(
          "cannot write to \"" + Ascii.visible(target) + "\": it holds a control character",
          "look at the URI and at writeprefix in the configuration");
    }
  }
}
