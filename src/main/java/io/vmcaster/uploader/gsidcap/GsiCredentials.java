package io.vmcaster.uploader.gsidcap;

import java.nio.file.Path;
import java.util.Optional;

/**
 * With what a user goes to a gsidcap door when there is no proxy, and whom to believe. What is
 * empty is looked for in the usual places.
 *
 * @param key the private key, as for signing
 * @param certificate its certificate, as for signing
 * @param caDirectory the trust anchors
 */
public record GsiCredentials(
    Optional<Path> key, Optional<Path> certificate, Optional<Path> caDirectory) {

  /** Everything in its usual place. */
  public static final GsiCredentials USUAL =
      new GsiCredentials(Optional.empty(), Optional.empty(), Optional.empty());
}
