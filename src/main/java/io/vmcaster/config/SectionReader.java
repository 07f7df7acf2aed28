package io.vmcaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.config.Configuration.Fault;
import io.vmcaster.config.Configuration.ParsedSection;
import io.vmcaster.config.IniFile.IniSection;
import io.vmcaster.config.IniFile.Interpolation;
import io.vmcaster.config.IniFile.Setting;
import io.vmcaster.config.Section.ProtocolKeys;
import io.vmcaster.config.Section.UriText;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a section of its settings, and notes what is wrong with them. For one section. */
final class SectionReader {

  /** What every section may have; protocols add their own. */
  private static final Set<String> COMMON =
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
          "certificate",
          "key",
          "proxy");

  private static final List<String> CONSUMERS =
      List.of("hepix", "vmcatcher", "cloudkeeper", "atrope");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

  private final String name;
  private final List<ProtocolKeys> protocols;
  private final List<Fault> faults;
  private final Interpolation interpolation;
  private final Map<String, JsonNode> settings = new LinkedHashMap<>();
  private final Set<String> broken = new TreeSet<>();

  /**
   * A reader for one section.
   *
   * @param section what is written there
   * @param defaults what holds where it says nothing
   * @param protocols those that there are
   * @param faults those that are known already; more are added
   */
  SectionReader(
      IniSection section,
      Map<String, String> defaults,
      List<ProtocolKeys> protocols,
      List<Fault> faults) {
    this.name = section.name();
    this.protocols = protocols;
    this.faults = faults;
    Map<String, String> values = new LinkedHashMap<>(defaults);
    values.put("__name__", name);
    section.settings().forEach(setting -> values.put(setting.key(), setting.value()));
    interpolation = new Interpolation(values);
    section.settings().forEach(this::add);
    defaults.forEach(this::addDefault);
  }

  private void addDefault(String key, String value) {
    if (isKnown(key, protocols) && !written(key)) {
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
    } catch (IllegalArgumentException | InvalidDataFailure e) {
      broken.add(key);
      if (isKnown(key, protocols)) {
        fault(key, e instanceof InvalidDataFailure ? notJson(setting.value()) : e.getMessage());
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

  static boolean isKnown(String key, List<ProtocolKeys> protocols) {
    return COMMON.contains(key)
        || protocols.stream().anyMatch(protocol -> protocol.keys().containsKey(key));
  }

  /** Keys that mean nothing. */
  Set<String> unknownKeys() {
    Set<String> unknown = new TreeSet<>(settings.keySet());
    unknown.addAll(broken);
    unknown.removeIf(key -> isKnown(key, protocols));
    unknown.removeAll(usedKeys());
    return unknown;
  }

  ParsedSection read() {
    List<String> names = protocols.stream().flatMap(each -> each.names().stream()).toList();
    requireOne("writeprotocol", "protocol", "one of " + String.join(", ", names));
    requireOne("readprefix", "urimatch", "what the URIs of this server begin with");
    requireOne("writeprefix", "urireplace", "where the files of this server are written");
    Optional<String> server = text("server").flatMap(host -> UriText.host("any://" + host));
    Optional<String> protocol = choice("writeprotocol", names).or(() -> choice("protocol", names));
    Optional<String> prefix = text("readprefix").map(UriText::normalized);
    Optional<Pattern> match =
        prefix
            .map(text -> Pattern.compile(Pattern.quote(text)))
            .or(() -> text("urimatch").flatMap(this::compiled));
    Optional<String> replacement =
        text("writeprefix")
            .map(PythonPattern::literalReplacement)
            .or(() -> text("urireplace").flatMap(to -> match.flatMap(of -> replacement(of, to))));
    Duration timeout = timeout();
    choice("verify", List.of("download", "size"));
    protocols.forEach(each -> each.keys().forEach(this::choice));
    checkConsumers();
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

  /** Two keys say the same, and one of them is needed. */
  private void requireOne(String key, String other, String meaning) {
    if (written(key) && written(other)) {
      fault(other, key + " is there as well, and says the same; leave one of them out");
    } else if (!written(key) && !written(other)) {
      fault(key, "it is missing: " + meaning);
    }
  }

  private Optional<Pattern> compiled(String expression) {
    try {
      return Optional.of(PythonPattern.compile(expression));
    } catch (IllegalArgumentException e) {
      fault(
          "uriMatch",
          expression + " is no regular expression: " + e.getMessage().split("\n", 2)[0]);
      return Optional.empty();
    }
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

  private void checkConsumers() {
    if (settings.get("consumers") instanceof ArrayNode array) {
      array.forEach(item -> requireOneOf("consumers", Json.text(item), CONSUMERS));
    } else if (settings.containsKey("consumers")) {
      fault("consumers", "it is no array of texts, such as [\"vmcatcher\", \"atrope\"]");
    }
  }

  /** A text that is one of these; not looked at where there are none, since any will do. */
  private Optional<String> choice(String key, List<String> choices) {
    if (choices.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> value = text(key);
    value.ifPresent(given -> requireOneOf(key, given, choices));
    return value;
  }

  private void requireOneOf(String key, String value, List<String> choices) {
    if (!choices.contains(value)) {
      fault(key, "\"" + value + "\" is none of " + String.join(", ", choices));
    }
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
        && !Ascii.holdsControl(text.textValue())) {
      return Optional.of(text.textValue());
    }
    fault(key, Json.text(value).isBlank() ? "it is empty" : "it is no text in one line");
    return Optional.empty();
  }

  private void fault(String key, String text) {
    String shown = key.replace("urimatch", "uriMatch").replace("urireplace", "uriReplace");
    faults.add(new Fault(name, shown, text));
  }

  /**
   * Regular expressions and replacements as the original program's users wrote them, in Python's
   * dialect, turned into Java's.
   */
  static final class PythonPattern {

    private static final Pattern REFERENCE =
        Pattern.compile("\\\\(?:(\\d{1,2})|g<(\\w+)>|(.))|[$%]", Pattern.DOTALL);

    private PythonPattern() {}

    /**
     * Compiles an expression; only the way to name a group differs.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    static Pattern compile(String expression) {
      return Pattern.compile(expression.replace("(?P<", "(?<"));
    }

    /** The replacement that is the text itself, whatever is matched. */
    static String literalReplacement(String text) {
      return Matcher.quoteReplacement(text).replace("%", "%25");
    }

    /**
     * The replacement for a template with groups as {@code \1}, {@code \g<1>} or {@code \g<name>}.
     *
     * @param match the expression whose groups it means
     * @throws IllegalArgumentException when there is no such group; the message says which
     */
    static String replacement(Pattern match, String template) {
      return REFERENCE
          .matcher(template)
          .replaceAll(found -> Matcher.quoteReplacement(reference(found, match)));
    }

    private static String reference(MatchResult found, Pattern match) {
      if (found.group(3) != null) {
        return literalReplacement(found.group(3));
      }
      String group = found.group(1) == null ? found.group(2) : found.group(1);
      return group == null ? literalReplacement(found.group()) : group(group, match);
    }

    private static String group(String name, Pattern match) {
      if (Character.isDigit(name.charAt(0))) {
        return numbered(Integer.parseInt(name), match);
      }
      if (!match.pattern().contains("(?<" + name + ">")) {
        throw new IllegalArgumentException("uriMatch has no group " + name);
      }
      return "${" + name + "}";
    }

    private static String numbered(int number, Pattern match) {
      int groups = match.matcher("").groupCount();
      if (number > groups) {
        throw new IllegalArgumentException("uriMatch has " + groups + " groups, not " + number);
      }
      return "$" + number;
    }
  }
}
