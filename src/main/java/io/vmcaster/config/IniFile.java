package io.vmcaster.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ini4j.Config;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.spi.IniHandler;
import org.ini4j.spi.IniParser;

/**
 * The text of a configuration taken apart. Only the parser of ini4j is used: its own model
 * unescapes values, and expands references in them, which nobody who writes JSON expects.
 *
 * @param sections the sections in their order, the same name as often as it stands there
 * @param faults lines that are neither a section, a setting nor a comment
 */
record IniFile(List<IniSection> sections, List<Fault> faults) {

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

  /** Takes a text apart; a line that makes no sense becomes a fault and is passed over. */
  static IniFile parse(String text) {
    String[] lines = joined(text);
    List<Fault> faults = new ArrayList<>();
    while (true) {
      Collector collector = new Collector();
      try {
        IniParser.newInstance(config())
            .parse(new StringReader(String.join("\n", lines)), collector);
        return new IniFile(collector.sections, faults);
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
    return config;
  }

  /**
   * Lines that begin with a blank go on with the one before, as the original program reads them.
   */
  private static String[] joined(String text) {
    String[] lines = text.split("\r\n|\r|\n", -1);
    int start = -1;
    for (int i = 0; i < lines.length; i++) {
      boolean blank = lines[i].isBlank();
      if (!blank && Character.isWhitespace(lines[i].charAt(0)) && start >= 0) {
        lines[start] += " " + lines[i].strip();
        lines[i] = "";
      } else if (blank || isComment(lines[i])) {
        start = blank ? -1 : start;
      } else {
        start = lines[i].startsWith("[") ? -1 : i;
      }
    }
    return Arrays.stream(lines).map(String::strip).toArray(String[]::new);
  }

  private static boolean isComment(String line) {
    return line.startsWith("#") || line.startsWith(";");
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

  /** Keeps what the parser sees. */
  private static final class Collector implements IniHandler {
    private final List<IniSection> sections = new ArrayList<>();

    @Override
    public void startIni() {}

    @Override
    public void endIni() {}

    @Override
    public void startSection(String name) {
      sections.add(new IniSection(name, new ArrayList<>()));
    }

    @Override
    public void endSection() {}

    @Override
    public void handleComment(String comment) {}

    @Override
    public void handleOption(String key, String value) {
      String text = value == null ? "" : value;
      sections
          .get(sections.size() - 1)
          .settings()
          .add(new Setting(key.toLowerCase(Locale.ROOT), text));
    }
  }
}
