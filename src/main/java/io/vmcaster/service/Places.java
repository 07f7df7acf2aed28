package io.vmcaster.service;

import io.vmcaster.config.Route;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Uploader;
import java.util.Optional;

/** Finds where a URI is written, as the configuration says, and connects to it. */
public interface Places {

  /** Whether a section of the configuration covers a URI. */
  Optional<Route> route(String uri);

  /**
   * Where a URI is written, when it has to be written.
   *
   * @throws io.vmcaster.error.ConfigurationFailure when no section covers it, naming those there
   *     are
   */
  Route require(String uri);

  /**
   * Connects to the place that a URI is written to; connections are shared, and one that failed is
   * replaced.
   *
   * @throws io.vmcaster.error.ConfigurationFailure when no section covers it
   */
  RuleContext open(String uri);

  /**
   * A connected place.
   *
   * @param uri what subscribers call it
   * @param location the file on the server
   * @param uploader the connection
   */
  record RuleContext(String uri, Location location, Uploader uploader) {}
}
