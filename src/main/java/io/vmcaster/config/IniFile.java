package io.vmcaster.config;

import io.vmcaster.config.Configuration.Fault;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ini4j.Config;
import org.ini4j.Ini;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.Profile;

/**
 * The text of a configuration taken apart. What Python 2's {@code SafeConfigParser} reads beyond
 * ini4j is made plain before: continued lines, comments behind values and sections, {@code rem}.
 *
 * @param sections the sections in their order, the same name as often as it stands there
 * @param defaults what {@code [DEFAULT]} says for all of them
 * @param faults lines that are neither a section, a setting nor a comment
 */
record IniFile(List<IniSection> sections, Map<String, String> defaults, List<Fault> faults) {

  /** The section that stands for all others. */
  static final String DEFAULT = "DEFAULT";

  /**
   * A section as it is written.
   *
   * @param name its name
   * @param settings its settings in their order
   */
  record IniSection(String name, List<Setting> settings) {}

  /**
   * A setting as it is written.
   *
   * @param key its key in lower case
   * @param value the text behind the operator
   */
  record Setting(String key, String value) {}

  private static final Pattern LINE_OF_ERROR = Pattern.compile("line:? *(\\d+)");
  private static final Pattern REMARK = Pattern.compile("(?i)[#;].*|rem(\\s.*)?");
  private static final Pattern HEADER = Pattern.compile("(\\[[^]]+\\]).*");

  /** A line that goes on with a JSON value; keys begin with letters. */
  private static final Pattern REST_OF_JSON = Pattern.compile("\\s+[\"\\d\\]}{,-].*");

  /** A value's texts and whatever else it has, up to a comment. */
  private static final Pattern BEFORE_COMMENT =
      Pattern.compile("((?:\"(?:[^\"\\\\]|\\\\.)*+\"|(?!\\s;)[^\"])*+)\\s;.*");

  /** Takes a text apart; a line that makes no sense becomes a fault and is passed over. */
  static IniFile parse(String text) {
    String[] lines = joined(text);
    List<Fault> faults = new ArrayList<>();
    while (true) {
      Ini ini = new Ini();
      ini.setConfig(config());
      try {
        ini.load(new StringReader(String.join("\n", lines)));
        return of(ini, faults);
      } catch (InvalidFileFormatException e) {
        int line = lineOf(e);
        faults.add(fault(lines, line));
        lines[line] = "";
      } catch (IOException e) {
        throw new IllegalStateException("a text in memory could not be read", e);
      }
    }
  }

  private static Config config() {
    Config config = new Config();
    config.setEscape(false);
    config.setEscapeNewline(false);
    config.setInclude(false);
    config.setTree(false);
    config.setEmptyOption(false);
    config.setLowerCaseOption(false);
    config.setMultiSection(true);
    config.setMultiOption(true);
    return config;
  }

  private static IniFile of(Ini ini, List<Fault> faults) {
    List<IniSection> sections = new ArrayList<>();
    Map<String, String> defaults = new LinkedHashMap<>();
    for (String name : ini.keySet()) {
      for (Profile.Section section : ini.getAll(name)) {
        if (name.equals(DEFAULT)) {
          settings(section).forEach(setting -> defaults.put(setting.key(), setting.value()));
        } else {
          sections.add(new IniSection(name, settings(section)));
        }
      }
    }
    return new IniFile(sections, defaults, faults);
  }

  private static List<Setting> settings(Profile.Section section) {
    List<Setting> settings = new ArrayList<>();
    for (String key : section.keySet()) {
      for (String value : section.getAll(key)) {
        settings.add(new Setting(key.toLowerCase(Locale.ROOT), value == null ? "" : value));
      }
    }
    return settings;
  }

  /**
   * Lines that begin with a blank go on with the one before, as the original program reads them;
   * behind an empty line only when they could be nothing else.
   */
  private static String[] joined(String text) {
    String[] lines = text.split("\r\n|\r|\n", -1);
    int start = -1;
    boolean apart = false;
    for (int i = 0; i < lines.length; i++) {
      boolean blank = lines[i].isBlank();
      if (blank || REMARK.matcher(lines[i]).matches()) {
        apart |= blank;
        lines[i] = "";
      } else if (Character.isWhitespace(lines[i].charAt(0))
          && start >= 0
          && (!apart || REST_OF_JSON.matcher(lines[i]).matches())) {
        lines[start] += " " + lines[i].strip();
        lines[i] = "";
      } else {
        Matcher header = HEADER.matcher(lines[i].strip());
        start = header.matches() ? -1 : i;
        lines[i] = header.matches() ? header.group(1) : withoutComment(lines[i]);
        apart = false;
      }
    }
    return Arrays.stream(lines).map(String::strip).toArray(String[]::new);
  }

  /** A comment follows a blank, and is in no text of JSON. */
  private static String withoutComment(String line) {
    Matcher commented = BEFORE_COMMENT.matcher(line);
    return commented.matches() ? commented.group(1) : line;
  }

  private static int lineOf(InvalidFileFormatException e) {
    Matcher number = LINE_OF_ERROR.matcher(e.getMessage());
    if (!number.find()) {
      throw new IllegalStateException("a fault without its line: " + e.getMessage(), e);
    }
    return Integer.parseInt(number.group(1)) - 1;
  }

  private static Fault fault(String[] lines, int line) {
    String section = "";
    for (int i = 0; i < line; i++) {
      if (lines[i].startsWith("[") && lines[i].endsWith("]")) {
        section = lines[i].substring(1, lines[i].length() - 1).strip();
      }
    }
    String text = lines[line].length() > 60 ? lines[line].substring(0, 60) + "..." : lines[line];
    return new Fault(
        section, "line " + (line + 1), "\"" + text + "\" is no [section], setting or comment");
  }

  /**
   * Puts values into others as Python's {@code SafeConfigParser} does: {@code %(name)s} is the
   * value of another setting of the section or of {@code [DEFAULT]}, and {@code %%} is a percent
   * sign.
   */
  static final class Interpolation {

    private static final Pattern REFERENCE = Pattern.compile("%%|%\\(([^)]+)\\)s");
    private static final int DEPTH = 10;
    private static final int LONGEST = 1 << 16;

    private final Map<String, String> values;
    private final Set<String> used = new HashSet<>();
    private int left;

    Interpolation(Map<String, String> values) {
      this.values = new HashMap<>(values);
    }

    /** The keys that were referred to so far. */
    Set<String> used() {
      return used;
    }

    /**
     * Expands a value.
     *
     * @throws IllegalArgumentException when a reference has no value; the message says what is
     *     wrong
     */
    String expand(String value) {
      left = LONGEST;
      return expand(value, 1);
    }

    private String expand(String value, int depth) {
      return REFERENCE
          .matcher(value)
          .replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      found.group(1) == null ? "%" : referred(found.group(1), depth)));
    }

    private String referred(String name, int depth) {
      String key = name.toLowerCase(Locale.ROOT);
      String value = values.get(key);
      if (value == null) {
        String reference = "%(" + name + ")s";
        throw new IllegalArgumentException(
            reference
                + " is the value of a setting that is not there; a percent sign that means itself"
                + " is written twice: %"
                + reference);
      }
      if (depth == DEPTH) {
        throw new IllegalArgumentException("%(" + name + ")s refers to itself");
      }
      used.add(key);
      String text = expand(value, depth + 1);
      left -= text.length();
      if (left < 0) {
        throw new IllegalArgumentException("its references make a text that is too long");
      }
      return text;
    }
  }
}
