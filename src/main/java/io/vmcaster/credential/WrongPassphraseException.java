package io.vmcaster.credential;

import java.security.GeneralSecurityException;

/** A passphrase does not open a key. */
final class WrongPassphraseException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  WrongPassphraseException(Throwable cause) {
    super(cause);
  }
}
