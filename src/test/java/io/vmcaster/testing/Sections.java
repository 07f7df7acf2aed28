package io.vmcaster.testing;

import io.vmcaster.config.Section;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sections of a configuration for tests that read none. */
public final class Sections {

  private Sections() {}

  /** A section whose targets are its URIs. */
  public static Section of(String protocol, Duration timeout) {
    return new Section(
        "test",
        Optional.empty(),
        protocol,
        Pattern.compile(""),
        "",
        Optional.empty(),
        timeout,
        Map.of());
  }
}
