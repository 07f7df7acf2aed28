package io.vmcaster.uploader;

import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Ascii;

/**
 * A file on a server.
 *
 * @param endpoint the server with user and port, in one canonical form a protocol; two locations
 *     with the same endpoint share a connection; empty for this machine
 * @param path the file's path there, as the uploader's verbs take it
 */
public record Location(String endpoint, String path) {

  /**
   * Refuses control characters in a target. They are never meant, and a line end would be a command
   * of its own in more than one protocol.
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

  /** The directory of the file, with its final slash; empty for the one the server starts in. */
  public String directory() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** The name of the file in its directory. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Another file in the same directory. */
  public Location sibling(String name) {
    return new Location(endpoint, directory() + name);
  }

  @Override
  public String toString() {
    return endpoint + (endpoint.isEmpty() || path.startsWith("/") ? "" : "/") + path;
  }
}
