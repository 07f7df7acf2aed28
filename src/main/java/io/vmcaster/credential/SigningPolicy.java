package io.vmcaster.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which subjects an authority may sign for: what a {@code signing_policy} (Globus) or {@code
 * namespaces} (EUGridPMA) file says.
 */
final class SigningPolicy {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  private static final Pattern NAMESPACE =
      Pattern.compile(
          "(?i)^TO\\s+ISSUER\\s+(SELF|\"[^\"]*\")\\s+PERMIT\\s+SUBJECT\\s+\"([^\"]*)\"");

  private final List<Rule> rules;

  private SigningPolicy(List<Rule> rules) {
    this.rules = rules;
  }

  /** What one authority may sign; a pattern's stars stand for anything. */
  private record Rule(String authority, String pattern) {}

  /** Reads a {@code signing_policy} file. */
  static SigningPolicy parse(String text) {
    List<Rule> rules = new ArrayList<>();
    String authority = "";
    boolean maySign = false;
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length < 3 || words[0].startsWith("#")) {
        continue;
      }
      switch (words[0]) {
        case "access_id_CA" -> {
          authority = inside(words[2]).get(0);
          maySign = false;
        }
        case "pos_rights" -> maySign |= words[2].contains("CA:sign");
        case "cond_subjects" -> {
          for (String pattern : maySign ? inside(words[2]) : List.<String>of()) {
            rules.add(new Rule(authority, pattern));
          }
        }
        default -> {} // such as neg_rights, which no authority uses
      }
    }
    return new SigningPolicy(rules);
  }

  // quotes in quotes hold several patterns, quotes alone hold one
  private static List<String> inside(String value) {
    List<String> outer = quoted(value);
    String all = outer.isEmpty() ? value.strip() : outer.get(0);
    List<String> inner = quoted(all);
    return inner.isEmpty() ? List.of(all) : inner;
  }

  private static List<String> quoted(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = QUOTED.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return found;
  }

  /**
   * Reads a {@code namespaces} file.
   *
   * @param self the authority that the file belongs to
   */
  static SigningPolicy parseNamespaces(String text, String self) {
    List<Rule> rules = new ArrayList<>();
    for (String line : text.replaceAll("\\\\\\r?\\n", " ").lines().toList()) {
      Matcher matcher = NAMESPACE.matcher(line.strip());
      if (matcher.find()) {
        String issuer = matcher.group(1).replace("\"", "");
        rules.add(
            new Rule(
                issuer.equalsIgnoreCase("SELF") ? self : issuer,
                matcher.group(2).replace(".*", "*")));
      }
    }
    return new SigningPolicy(rules);
  }

  /**
   * Whether an authority may sign for a subject. Names are given in each of their spellings.
   *
   * @param authority the one-line forms of the authority's name
   * @param subject the one-line forms of the subject's name
   */
  boolean allows(List<String> authority, List<String> subject) {
    for (Rule rule : rules) {
      if (isOneOf(authority, rule.authority()) && matchesOneOf(subject, rule.pattern())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneOf(List<String> names, String name) {
    return names.stream().anyMatch(each -> usual(each).equals(usual(name)));
  }

  private static boolean matchesOneOf(List<String> names, String pattern) {
    return names.stream().anyMatch(each -> matches(usual(each), usual(pattern)));
  }

  // old Globus spellings of attribute types
  private static String usual(String name) {
    return name.replace("/Email=", "/emailAddress=")
        .replace("/E=", "/emailAddress=")
        .replace("/USERID=", "/UID=");
  }

  /** Whether text matches a pattern in which a star is any text and a question mark any letter. */
  static boolean matches(String text, String pattern) {
    int at = 0;
    int in = 0;
    int star = -1;
    int retry = 0;
    while (at < text.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '*') {
        star = in++;
        retry = at;
      } else if (in < pattern.length()
          && (pattern.charAt(in) == '?' || pattern.charAt(in) == text.charAt(at))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    return pattern.substring(in).chars().allMatch(c -> c == '*');
  }
}
