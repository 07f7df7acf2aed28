package io.vmcaster.service.doctor;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Section;
import io.vmcaster.error.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds an address that each section covers, to look at where it leads. */
final class ProbeAddresses {

  /** A file that nobody has. */
  static final String PROBE = "vmcaster-probe";

  private final Configuration configuration;
  private final List<String> known;

  /**
   * Looks in these places.
   *
   * @param known the addresses of lists and images that the database has
   */
  ProbeAddresses(Configuration configuration, List<String> known) {
    this.configuration = configuration;
    this.known = List.copyOf(known);
  }

  /** An address whose files this section writes; empty when there is no telling. */
  Optional<String> of(Section section) {
    return candidates(section).stream().filter(uri -> leadsTo(section, uri)).findFirst();
  }

  private List<String> candidates(Section section) {
    List<String> all = new ArrayList<>();
    section.readPrefix().ifPresent(prefix -> all.add(below(prefix)));
    known.forEach(uri -> all.add(uri.substring(0, uri.lastIndexOf('/') + 1) + PROBE));
    all.add(below(withoutPattern(section.match().pattern())));
    section
        .server()
        .ifPresent(
            server -> {
              all.add("https://" + server + "/" + PROBE);
              all.add("http://" + server + "/" + PROBE);
            });
    return all;
  }

  private static String below(String prefix) {
    return prefix + (prefix.endsWith("/") ? "" : "/") + PROBE;
  }

  /** The text that a simple pattern is for: {@code ^https://a\.example\.org/(.*)}. */
  private static String withoutPattern(String pattern) {
    return pattern
        .replaceFirst("^\\^", "")
        .replaceFirst("\\(?\\.[*+]\\??\\)?\\$?$", "")
        .replaceAll("\\\\([^A-Za-z0-9])", "$1");
  }

  /** Whether a section writes the file of an address. */
  boolean leadsTo(Section section, String uri) {
    try {
      return configuration.route(uri).filter(route -> route.section().equals(section)).isPresent();
    } catch (Failure elsewhere) {
      return false;
    }
  }
}
