package io.vmcaster.context;

import java.util.Optional;

/** Gives the passphrases of keys. */
@FunctionalInterface
public interface Passphrases {

  /**
   * Asks for a passphrase.
   *
   * @param what what it opens, such as {@code "private key /home/me/.globus/userkey.pem"}
   * @return the passphrase, which the caller wipes after use; empty when nobody can be asked
   */
  Optional<char[]> ask(String what);

  /** Never has an answer. */
  Passphrases NONE = what -> Optional.empty();
}
