package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.credential.CredentialReader;
import io.vmcaster.credential.ServerCredentials;
import java.nio.file.Path;
import java.util.Optional;

/**
 * With what a user goes to a gsidcap door when there is no proxy, and whom to believe. Key and
 * certificate that are empty are looked for in the usual places.
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

  /** What goes to the protocols. */
  public ServerCredentials in(Environment environment, Messages messages) {
    return new ServerCredentials(
        environment, key, certificate, new CredentialReader(Passphrases.NONE, messages));
  }
}
