package io.vmcaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.config.IniFile.IniSection;
import io.vmcaster.config.IniFile.Setting;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes a section of its settings, and notes what is wrong with them. For one section. */
final class SectionReader {

  private static final Set<String> KNOWN =
      Set.of(
          "server",
          "writeprotocol",
          "protocol",
          "readprefix",
          "urimatch",
          "writeprefix",
          "urireplace",
          "timeout",
          "verify",
          "consumers",
          "dcapclient",
          "dcapdata",
          "replace",
          "frontend",
          "insecure",
          "certificate",
          "key",
          "proxy",
          "token-file",
          "token-command");
  private static final List<String> PROTOCOLS =
      List.of("scp", "gsidcap", "dcap", "webdav", "local");
  private static final List<String> CONSUMERS =
      List.of("hepix", "vmcatcher", "cloudkeeper", "atrope");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

  private final String name;
  private final List<Fault> faults;
  private final Interpolation interpolation;
  private final Map<String, JsonNode> settings = new LinkedHashMap<>();
  private final Set<String> broken = new TreeSet<>();

  /**
   * A reader for one section.
   *
   * @param section what is written there
   * @param defaults what holds where it says nothing
   * @param faults those that are known already; more are added
   */
  SectionReader(IniSection section, Map<String, String> defaults, List<Fault> faults) {
    this.name = section.name();
    this.faults = faults;
    Map<String, String> values = new LinkedHashMap<>(defaults);
    values.put("__name__", name);
    section.settings().forEach(setting -> values.put(setting.key(), setting.value()));
    interpolation = new Interpolation(values);
    section.settings().forEach(this::add);
    defaults.forEach(this::addDefault);
  }

  private void addDefault(String key, String value) {
    if (KNOWN.contains(key) && !written(key)) {
      add(new Setting(key, value));
    }
  }

  private void add(Setting setting) {
    String key = setting.key();
    if (settings.containsKey(key) || broken.contains(key)) {
      fault(key, "it is there twice");
      return;
    }
    try {
      settings.put(key, Json.read(interpolation.expand(setting.value()), "the value"));
    } catch (IllegalArgumentException e) {
      broken.add(key);
      if (KNOWN.contains(key)) {
        fault(key, e.getMessage());
      }
    } catch (InvalidDataFailure e) {
      broken.add(key);
      if (KNOWN.contains(key)) {
        fault(key, notJson(setting.value()));
      }
    }
  }

  private static String notJson(String value) {
    return value.isEmpty()
        ? "it has no value"
        : value + " is not JSON; a text stands in double quotes, a backslash is written twice";
  }

  /** The keys that others refer to. */
  Set<String> usedKeys() {
    return interpolation.used();
  }

  static boolean isKnown(String key) {
    return KNOWN.contains(key);
  }

  /** Keys that mean nothing. */
  Set<String> unknownKeys() {
    Set<String> unknown = new TreeSet<>(settings.keySet());
    unknown.addAll(broken);
    unknown.removeAll(KNOWN);
    unknown.removeAll(usedKeys());
    return unknown;
  }

  ParsedSection read() {
    Optional<String> server = text("server").flatMap(name -> UriText.host("any://" + name));
    Optional<String> protocol = oneOf("writeprotocol", "protocol");
    protocol.ifPresent(value -> requireKnown("writeprotocol", "protocol", value));
    Optional<String> prefix = text("readprefix").map(UriText::normalized);
    Optional<Pattern> match = match(prefix);
    Optional<String> replacement = replacement(match);
    Duration timeout = timeout();
    checkChoices();
    Section section =
        faults.isEmpty()
            ? new Section(
                name,
                server,
                protocol.orElseThrow(),
                match.orElseThrow(),
                replacement.orElseThrow(),
                prefix,
                timeout,
                settings)
            : null;
    return new ParsedSection(name, server, match, section, faults);
  }

  private Optional<Pattern> match(Optional<String> prefix) {
    if (written("readprefix") && written("urimatch")) {
      fault("uriMatch", "readprefix is there as well, and says the same; leave one of them out");
      return prefix.map(SectionReader::literal);
    }
    if (!written("readprefix") && !written("urimatch")) {
      fault("readprefix", "it is missing: what the URIs of this server begin with");
    }
    return prefix.isPresent()
        ? prefix.map(SectionReader::literal)
        : text("urimatch").flatMap(this::compiled);
  }

  private static Pattern literal(String prefix) {
    return Pattern.compile(Pattern.quote(prefix));
  }

  private Optional<Pattern> compiled(String expression) {
    try {
      return Optional.of(PythonPattern.compile(expression));
    } catch (IllegalArgumentException e) {
      fault("uriMatch", expression + " is no regular expression: " + firstLine(e.getMessage()));
      return Optional.empty();
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private Optional<String> replacement(Optional<Pattern> match) {
    if (written("writeprefix") && written("urireplace")) {
      fault("uriReplace", "writeprefix is there as well, and says the same; leave one of them out");
      return Optional.empty();
    }
    if (!written("writeprefix") && !written("urireplace")) {
      fault("writeprefix", "it is missing: where the files of this server are written");
      return Optional.empty();
    }
    Optional<String> prefix = text("writeprefix").map(PythonPattern::literalReplacement);
    return prefix.isPresent()
        ? prefix
        : text("urireplace").flatMap(template -> match.flatMap(m -> replacement(m, template)));
  }

  private Optional<String> replacement(Pattern match, String template) {
    try {
      return Optional.of(PythonPattern.replacement(match, template));
    } catch (IllegalArgumentException e) {
      fault("uriReplace", template + " is no replacement: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Duration timeout() {
    JsonNode value = settings.get("timeout");
    if (value == null) {
      return Section.DEFAULT_TIMEOUT;
    }
    if (value instanceof NumericNode number) {
      BigDecimal seconds = new BigDecimal(number.asText());
      if (seconds.signum() > 0 && seconds.compareTo(LONGEST) <= 0) {
        return Duration.ofMillis(seconds.movePointRight(3).max(BigDecimal.ONE).longValue());
      }
    }
    fault("timeout", Json.text(value) + " is no number of seconds between 0 and " + LONGEST);
    return Section.DEFAULT_TIMEOUT;
  }

  private void checkChoices() {
    text("verify").ifPresent(value -> requireOneOf("verify", value, List.of("download", "size")));
    text("dcapclient")
        .ifPresent(value -> requireOneOf("dcapclient", value, List.of("java", "dccp")));
    text("dcapdata")
        .ifPresent(value -> requireOneOf("dcapdata", value, List.of("passive", "active")));
    if (settings.get("consumers") instanceof ArrayNode array) {
      array.forEach(item -> requireOneOf("consumers", Json.text(item), CONSUMERS));
    } else if (settings.containsKey("consumers")) {
      fault("consumers", "it is no array of texts, such as [\"vmcatcher\", \"atrope\"]");
    }
  }

  private void requireKnown(String key, String otherKey, String protocol) {
    requireOneOf(written(key) ? key : otherKey, protocol, PROTOCOLS);
  }

  private void requireOneOf(String key, String value, List<String> choices) {
    if (!choices.contains(value)) {
      fault(key, "\"" + value + "\" is none of " + String.join(", ", choices));
    }
  }

  private Optional<String> oneOf(String key, String otherKey) {
    if (written(key) && written(otherKey)) {
      fault(otherKey, key + " is there as well, and says the same; leave one of them out");
      return text(key);
    }
    if (!written(key) && !written(otherKey)) {
      fault(key, "it is missing: one of " + String.join(", ", PROTOCOLS));
    }
    return text(written(key) ? key : otherKey);
  }

  private boolean written(String key) {
    return settings.containsKey(key) || broken.contains(key);
  }

  private Optional<String> text(String key) {
    JsonNode value = settings.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof TextNode text
        && !text.textValue().isBlank()
        && isPlain(text.textValue())) {
      return Optional.of(text.textValue());
    }
    fault(key, Json.text(value).isBlank() ? "it is empty" : "it is no text in one line");
    return Optional.empty();
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private void fault(String key, String text) {
    String shown = key.replace("urimatch", "uriMatch").replace("urireplace", "uriReplace");
    faults.add(new Fault(name, shown, text));
  }
}
