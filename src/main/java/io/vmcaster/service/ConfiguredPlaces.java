package io.vmcaster.service;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Route;
import io.vmcaster.uploader.UploaderPool;
import java.util.Optional;
import java.util.function.Supplier;

/** The places of a configuration file, which is read when the first of them is asked for. */
public final class ConfiguredPlaces implements Places {

  private final Supplier<Configuration> source;
  private final UploaderPool pool;
  private Configuration configuration;

  /**
   * The places of a configuration.
   *
   * @param source reads the configuration
   * @param pool holds the connections; the caller closes it
   */
  public ConfiguredPlaces(Supplier<Configuration> source, UploaderPool pool) {
    this.source = source;
    this.pool = pool;
  }

  @Override
  public Optional<Route> route(String uri) {
    return configuration().route(uri);
  }

  @Override
  public Route require(String uri) {
    return configuration().find(uri);
  }

  @Override
  public RuleContext open(String uri) {
    UploaderPool.Opened opened = pool.open(require(uri));
    return new RuleContext(uri, opened.location(), opened.uploader());
  }

  private Configuration configuration() {
    if (configuration == null) {
      configuration = source.get();
    }
    return configuration;
  }
}
