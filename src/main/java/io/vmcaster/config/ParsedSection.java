package io.vmcaster.config;

import io.vmcaster.config.Configuration.Fault;
import io.vmcaster.config.Section.Route;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section as far as it could be read.
 *
 * @param name its name
 * @param server its host, if that could be read
 * @param match what the beginning of a URI must match, if that could be read
 * @param section the whole section; null when it has faults
 * @param faults what is wrong with it
 */
record ParsedSection(
    String name,
    Optional<String> server,
    Optional<Pattern> match,
    Section section,
    List<Fault> faults) {

  ParsedSection {
    faults = List.copyOf(faults);
  }

  Optional<Section> usable() {
    return Optional.ofNullable(section);
  }

  /** How much of the URI's beginning this section covers, in characters; -1 when it does not. */
  int covers(String uri) {
    return match.map(pattern -> covered(matcher(pattern, uri), uri)).orElse(-1);
  }

  /** Over the URI as it stands, else with scheme and host in lower case. */
  private static Matcher matcher(Pattern pattern, String uri) {
    Matcher asWritten = pattern.matcher(uri);
    return asWritten.lookingAt() ? asWritten : pattern.matcher(UriText.normalized(uri));
  }

  /** A match that ends within the host's name would also cover {@code host.example.org.evil}. */
  private static int covered(Matcher matcher, String uri) {
    if (!matcher.lookingAt()) {
      return -1;
    }
    int end = matcher.end();
    int path = UriText.pathStart(uri);
    return end >= path || uri.startsWith("://", end - 3) ? end : -1;
  }

  /**
   * Where a URI that this section covers is written.
   *
   * @throws ConfigurationFailure when it only has the URI's host
   * @throws InvalidDataFailure when the URI is not safe
   */
  Route route(String uri) {
    if (covers(uri) < 0) {
      throw elsewhere(uri);
    }
    UriText.requireSafe(uri);
    Matcher matcher = matcher(section.match(), uri);
    String target = UriText.decode(matcher.replaceFirst(section.replacement()), uri);
    if (UriText.hasDots(target) && !UriText.hasDots(section.replacement())) {
      throw UriText.refused(uri, "uriReplace of [" + name + "] makes . or .. of it");
    }
    return new Route(section, target);
  }

  private ConfigurationFailure elsewhere(String uri) {
    String prefix = section.readPrefix().orElseGet(() -> section.match().pattern());
    return new ConfigurationFailure(
        "section ["
            + name
            + "] has the server of "
            + uri
            + ", but that does not begin with its readprefix "
            + prefix
            + ", so there is no telling where it is written",
        "Set hv:uri below that prefix, or add a section with a readprefix for that URI.");
  }
}
