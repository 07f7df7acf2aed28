package io.vmcaster.uploader;

import io.vmcaster.config.Section;

/** A way to write files on servers. */
public interface Protocol {

  /**
   * Reads a target of the configuration.
   *
   * @param target such as {@code user@host:/path/file}
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when the protocol cannot reach such a
   *     place
   */
  Location locate(String target);

  /**
   * Connects to the server of a location.
   *
   * @param location a file there; only its endpoint matters
   * @param section the configuration's section, for timeouts and what the protocol alone knows
   */
  Uploader connect(Location location, Section section);
}
