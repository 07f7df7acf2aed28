package io.vmcaster.config;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions and replacements as the original program's users wrote them, in Python's
 * dialect, turned into Java's.
 */
final class PythonPattern {

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
