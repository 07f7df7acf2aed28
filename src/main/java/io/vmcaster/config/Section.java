package io.vmcaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Json;
import io.vmcaster.model.Url;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One section of the configuration: a server that publishes, and how it is written.
 *
 * @param name the section's name
 * @param server the host whose URIs it covers when no prefix matches, in lower case
 * @param protocol how it is written: the name of a protocol, such as {@code scp}
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

  /** The consumers that the lists of this section are made for; empty when it does not say. */
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

  /** What the configuration has to know of a URI, which may come from somebody else's list. */
  static final class UriText {

    private static final int LONGEST = 8000;

    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.{1,2}(?:/|\\z)");

    private UriText() {}

    /** Where the path begins: behind {@code scheme://authority}; 0 when there is no such thing. */
    static int pathStart(String uri) {
      int colon = uri.indexOf("://");
      if (colon < 0) {
        return 0;
      }
      int slash = uri.indexOf('/', colon + 3);
      return slash < 0 ? uri.length() : slash;
    }

    /** The URI with scheme and host in lower case, as RFC 3986 (6.2.2.1) has them equal. */
    static String normalized(String uri) {
      int path = pathStart(uri);
      return uri.substring(0, path).toLowerCase(Locale.ROOT) + uri.substring(path);
    }

    /** The host in lower case, without user and port. */
    static Optional<String> host(String uri) {
      return Url.parse(uri).map(Url::bareHost).filter(host -> !host.isEmpty());
    }

    /**
     * Refuses a URI that no server would take.
     *
     * @throws InvalidDataFailure when it is longer
     */
    static void requireShort(String uri) {
      if (uri.length() > LONGEST) {
        throw refused(uri.substring(0, 80) + "...", "it is longer than " + LONGEST + " characters");
      }
    }

    /**
     * Refuses a URI that could lead a file to a place the configuration did not mean.
     *
     * @throws InvalidDataFailure when it is such a one
     */
    static void requireSafe(String uri) {
      if (uri.indexOf('?') >= 0 || uri.indexOf('#') >= 0) {
        throw refused(uri, "it has a query or a fragment");
      }
      String path = decode(uri.substring(pathStart(uri)), uri);
      if (Ascii.holdsControl(uri) || Ascii.holdsControl(path)) {
        throw refused(uri, "it has control characters");
      }
      if (uri.toLowerCase(Locale.ROOT).contains("%2f")) {
        throw refused(uri, "it has an encoded slash, which servers read in different ways");
      }
      if (path.contains("//")) {
        throw refused(uri, "it has an empty directory name (//) in its path");
      }
      if (hasDots(path)) {
        throw refused(uri, "it has . or .. in its path");
      }
    }

    /** Whether a path has a segment that means this directory or the one above. */
    static boolean hasDots(String path) {
      return DOTS.matcher(path).find();
    }

    /**
     * The text with its percent-encoded bytes decoded as UTF-8.
     *
     * @param uri what the text is from, for the message
     * @throws InvalidDataFailure when it is not properly encoded
     */
    static String decode(String text, String uri) {
      try {
        return Url.decode(text);
      } catch (IllegalArgumentException e) {
        throw refused(uri, e.getMessage());
      }
    }

    static InvalidDataFailure refused(String uri, String why) {
      return new InvalidDataFailure(
          "cannot tell where " + Ascii.visible(uri) + " is written: " + why,
          "Set hv:uri to a plain URI: scheme, host and the path of a file.");
    }
  }
}
