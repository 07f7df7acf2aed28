package io.vmcaster.uploader;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Section.Route;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where URIs are written: the sections of a configuration, which is read when it is first asked
 * for, with the connections of one run. Used by one thread.
 */
public final class Destinations {

  private final Supplier<Configuration> source;
  private final UploaderPool pool;
  private Configuration configuration;

  /**
   * Those of a configuration.
   *
   * @param source reads the configuration; asked once
   * @param pool holds the connections; the caller closes it
   */
  public Destinations(Supplier<Configuration> source, UploaderPool pool) {
    this.source = source;
    this.pool = pool;
  }

  /** Where a URI is written; empty when no section of the configuration covers it. */
  public Optional<Route> route(String uri) {
    return configuration().route(uri);
  }

  /**
   * Where a URI is written, when it has to be written.
   *
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when no section covers it, naming those
   *     there are
   */
  public Route require(String uri) {
    return configuration().find(uri);
  }

  /**
   * Connects to where a URI is written. Connections are shared, and one that failed is replaced.
   *
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when no section covers it
   */
  public Destination open(String uri) {
    Route route = require(uri);
    UploaderPool.Opened opened = pool.open(route);
    return new Destination(uri, route.section(), opened.location(), opened.uploader());
  }

  private Configuration configuration() {
    if (configuration == null) {
      configuration = source.get();
    }
    return configuration;
  }
}
