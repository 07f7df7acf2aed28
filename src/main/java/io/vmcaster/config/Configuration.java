package io.vmcaster.config;

import io.vmcaster.config.Section.Route;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configuration file, read whole. A section with faults is kept: it covers what it would cover,
 * so that a run which needs it fails for the right reason and never goes to another server.
 *
 * <p>For use by one thread.
 */
public final class Configuration {

  private final Path file;
  private final List<ParsedSection> parsed;
  private final Messages messages;
  private final Set<String> warned = new LinkedHashSet<>();

  Configuration(Path file, List<ParsedSection> parsed, Messages messages) {
    this.file = file;
    this.parsed = List.copyOf(parsed);
    this.messages = messages;
  }

  /** The file it came from. */
  public Path file() {
    return file;
  }

  /** The sections without faults, in their order. */
  public List<Section> sections() {
    return parsed.stream().flatMap(section -> section.usable().stream()).toList();
  }

  /** Every fault of the file, in its order. */
  public List<Fault> faults() {
    return parsed.stream().flatMap(section -> section.faults().stream()).toList();
  }

  /**
   * Where a URI is written: by the section whose prefix covers the longest part of its beginning,
   * else by the one whose {@code server} is its host. Faults in other sections are warned about,
   * once.
   *
   * @param uri an {@code hv:uri}; its path is percent-decoded in the target
   * @return empty when no section covers it
   * @throws ConfigurationFailure when the section that covers it has faults, or covers the host but
   *     not this address there
   * @throws InvalidDataFailure when the URI is not one that may decide where a file goes: with
   *     {@code ..} in its path, control characters, a query or a fragment
   */
  public Optional<Route> route(String uri) {
    UriText.requireShort(uri);
    Optional<ParsedSection> covering = covering(uri);
    if (covering.isPresent() && !covering.get().faults().isEmpty()) {
      throw failure(file, covering.get().faults());
    }
    warnOfFaults();
    return covering.map(section -> section.route(uri));
  }

  /**
   * Where a URI is written, when it has to be written.
   *
   * @throws ConfigurationFailure as for {@link #route}, and when no section covers the URI; it
   *     names the sections there are
   * @throws InvalidDataFailure as for {@link #route}
   */
  public Route find(String uri) {
    return route(uri).orElseThrow(() -> uncovered(uri));
  }

  private Optional<ParsedSection> covering(String uri) {
    ParsedSection best = null;
    int longest = -1;
    for (ParsedSection section : parsed) {
      int length = section.covers(uri);
      if (length > longest) {
        best = section;
        longest = length;
      }
    }
    return best != null ? Optional.of(best) : serving(uri);
  }

  private Optional<ParsedSection> serving(String uri) {
    Optional<String> host = UriText.host(uri);
    return parsed.stream()
        .filter(section -> host.isPresent() && section.server().equals(host))
        .findFirst();
  }

  private void warnOfFaults() {
    for (Fault fault : faults()) {
      String text = file + ": " + fault;
      if (warned.add(text)) {
        messages.warn(text + " (this run does not use the section)");
      }
    }
  }

  static ConfigurationFailure failure(Path file, List<Fault> faults) {
    String lines =
        faults.stream().map(fault -> file + ": " + fault).collect(Collectors.joining("\n  "));
    return new ConfigurationFailure(
        faults.size() == 1
            ? "the configuration cannot be used: " + lines
            : "the configuration has " + faults.size() + " faults:\n  " + lines,
        "Mend the file; vmcaster.cfg.example explains every key.");
  }

  private ConfigurationFailure uncovered(String uri) {
    List<String> names = parsed.stream().map(section -> "[" + section.name() + "]").toList();
    String sections =
        names.isEmpty()
            ? "the file has no section"
            : "its sections are " + String.join(", ", names);
    String faults = faults().isEmpty() ? "" : ", some with faults, see above";
    return new ConfigurationFailure(
        "no section of " + file + " covers " + uri + ": " + sections + faults,
        "Add a section whose readprefix is the beginning of that URI.");
  }

  /**
   * Something in a configuration file that cannot be used.
   *
   * @param section the section it is in; empty before the first one
   * @param key the key it is about, or {@code "line 12"} where a line is no setting at all
   * @param text what is wrong and what would be right
   */
  public record Fault(String section, String key, String text) {

    @Override
    public String toString() {
      return (section.isEmpty() ? "" : "[" + section + "] ") + key + ": " + text;
    }
  }
}
