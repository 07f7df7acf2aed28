package io.vmcaster.uploader;

import io.vmcaster.config.Section.Route;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one run: one for each server of a section, made when it is first needed. A
 * connection that had a temporary failure is replaced the next time somebody asks for it. Used by
 * one thread.
 */
public final class UploaderPool implements AutoCloseable {

  private final Protocols protocols;
  private final Map<Endpoint, PooledUploader> open = new HashMap<>();

  /** Begins without a connection. */
  public UploaderPool(Protocols protocols) {
    this.protocols = protocols;
  }

  /**
   * A place with the connection to write there.
   *
   * @param location the file that the route names
   * @param uploader the connection; it belongs to the pool, and closing it does nothing
   */
  public record Opened(Location location, Uploader uploader) {}

  /** Finds the server of a route and connects to it, unless that has been done. */
  public Opened open(Route route) {
    Protocol protocol = protocols.of(route.section());
    Location location = protocol.locate(route.target());
    Endpoint endpoint = new Endpoint(protocol, location.endpoint(), route.section().name());
    PooledUploader uploader = open.get(endpoint);
    if (uploader != null && uploader.isBroken()) {
      open.remove(endpoint).end();
      uploader = null;
    }
    if (uploader == null) {
      uploader = new PooledUploader(protocol.connect(location, route.section()));
      open.put(endpoint, uploader);
    }
    return new Opened(location, uploader.shared());
  }

  /** Ends every connection. Does not fail. */
  @Override
  public void close() {
    open.values().forEach(PooledUploader::end);
    open.clear();
  }

  /** Sections may reach the same server in different ways. */
  private record Endpoint(Protocol protocol, String name, String section) {}
}
