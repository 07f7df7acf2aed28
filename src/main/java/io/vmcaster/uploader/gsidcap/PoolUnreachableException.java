package io.vmcaster.uploader.gsidcap;

import java.io.IOException;

/** A door named a pool, but no connection to it could be made. */
final class PoolUnreachableException extends IOException {
  PoolUnreachableException(String message, IOException cause) {
    super(message, cause);
  }
}
