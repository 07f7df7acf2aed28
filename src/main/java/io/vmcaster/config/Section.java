package io.vmcaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vmcaster.model.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One section of the configuration: a server that publishes, and how it is written.
 *
 * @param name the section's name
 * @param server the host whose URIs it covers when no prefix matches, in lower case
 * @param protocol how it is written: {@code scp}, {@code gsidcap}, {@code dcap}, {@code webdav},
 *     {@code local}
 * @param match what the beginning of a URI must match
 * @param replacement what the match becomes, with groups as {@link java.util.regex.Matcher} writes
 *     them and {@code %} as {@code %25}: the whole is percent-decoded to give the target
 * @param readPrefix the text that the match stands for when it was written as a prefix; its length
 *     decides between sections
 * @param timeout how long to wait for each answer of the server
 * @param settings every value of the section as it was written, for what one protocol alone knows
 */
public record Section(
    String name,
    Optional<String> server,
    String protocol,
    Pattern match,
    String replacement,
    Optional<String> readPrefix,
    Duration timeout,
    Map<String, JsonNode> settings) {

  /** How long to wait for an answer when the section does not say. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** Copies the settings. */
  public Section {
    settings = Map.copyOf(settings);
  }

  /** The readers that the lists of this section are made for; empty when it does not say. */
  public List<String> consumers() {
    return settings.get("consumers") instanceof ArrayNode names
        ? names.valueStream().map(Json::text).toList()
        : List.of();
  }

  /** Whether images are checked by downloading them from their {@code hv:uri}. */
  public boolean verifiesByDownload() {
    return setting("verify").filter("download"::equals).isPresent();
  }

  /** Whether images that were sent are compared by their size alone. */
  public boolean verifiesBySize() {
    return setting("verify").filter("size"::equals).isPresent();
  }

  /** A setting as text; empty when it is absent. */
  public Optional<String> setting(String key) {
    return Optional.ofNullable(settings.get(key)).map(Json::text);
  }

  /**
   * What a protocol adds to the configuration.
   *
   * @param names by which a section asks for it
   * @param keys its own keys, each with the texts that it may be; none where it may be any
   */
  public record ProtocolKeys(List<String> names, Map<String, List<String>> keys) {}

  /**
   * Where a URI is written.
   *
   * @param section the section that covers it
   * @param target the file to write, as the section's protocol names it, such as {@code
   *     user@host:/path/file}
   */
  public record Route(Section section, String target) {}
}
