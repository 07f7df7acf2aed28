package io.vmcaster.uploader;

/**
 * A file on a server.
 *
 * @param endpoint the server with user and port, in one canonical form a protocol; two locations
 *     with the same endpoint share a connection
 * @param path the file's path there, as the uploader's verbs take it
 */
public record Location(String endpoint, String path) {

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
