package io.vmcaster.credential;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which subjects an authority may sign for: what a {@code signing_policy} (Globus) or {@code
 * namespaces} (EUGridPMA) file says.
 */
record SigningPolicy(List<Rule> rules) {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  private static final Pattern NAMESPACE =
      Pattern.compile(
          "(?i)^TO\\s+ISSUER\\s+(SELF|\"[^\"]*\")\\s+(PERMIT|DENY)\\s+SUBJECT\\s+\"([^\"]*)\"");

  /** What one authority may sign, or may not. */
  record Rule(String authority, Predicate<String> subjects, boolean permits) {}

  /** Reads a {@code signing_policy} file. */
  static SigningPolicy parse(String text) {
    List<Rule> rules = new ArrayList<>();
    String authority = "";
    boolean permits = false;
    boolean denies = false;
    boolean unlimited = false;
    for (String line : (text + "\naccess_id_CA X509 ''").lines().toList()) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length < 3 || words[0].startsWith("#")) {
        continue;
      }
      boolean rights = words[0].equals("pos_rights") || words[0].equals("neg_rights");
      if (words[0].equals("access_id_CA") || (rights && !unlimited)) {
        if (denies && unlimited) {
          rules.add(new Rule(authority, subject -> true, false));
        }
        permits = false;
        denies = false;
      }
      switch (words[0]) {
        case "access_id_CA" -> authority = inside(words[2]).get(0);
        case "pos_rights" -> permits |= words[2].contains("CA:sign");
        case "neg_rights" -> denies |= words[2].contains("CA:sign");
        case "cond_subjects" -> {
          for (String pattern : permits || denies ? inside(words[2]) : List.<String>of()) {
            rules.add(new Rule(authority, name -> matches(name, usual(pattern)), !denies));
          }
        }
        default -> {
          continue;
        }
      }
      unlimited = rights;
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
        boolean permits = matcher.group(2).equalsIgnoreCase("PERMIT");
        rules.add(
            new Rule(
                issuer.equalsIgnoreCase("SELF") ? self : issuer,
                expression(matcher.group(3), permits),
                permits));
      }
    }
    return new SigningPolicy(rules);
  }

  /** What cannot be read permits nobody, and denies all. */
  private static Predicate<String> expression(String text, boolean permits) {
    try {
      return Pattern.compile(usual(text)).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      return name -> !permits;
    }
  }

  /** Together with another file about the same authority: what that denies is denied, too. */
  SigningPolicy and(SigningPolicy other) {
    List<Rule> all = new ArrayList<>(rules);
    other.rules.stream().filter(rule -> !rule.permits()).forEach(all::add);
    return new SigningPolicy(all);
  }

  /**
   * Whether an authority may sign for a subject. Names are given in each of their spellings.
   *
   * @param authority the one-line forms of the authority's name
   * @param subject the one-line forms of the subject's name
   */
  boolean allows(List<String> authority, List<String> subject) {
    List<Rule> meant =
        rules.stream()
            .filter(rule -> isOneOf(authority, rule.authority()))
            .filter(rule -> subject.stream().map(SigningPolicy::usual).anyMatch(rule.subjects()))
            .toList();
    return !meant.isEmpty() && meant.stream().allMatch(Rule::permits);
  }

  private static boolean isOneOf(List<String> names, String name) {
    return names.stream().anyMatch(each -> usual(each).equals(usual(name)));
  }

  // old Globus spellings of attribute types
  private static String usual(String name) {
    return name.replace("/Email=", "/emailAddress=")
        .replace("/E=", "/emailAddress=")
        .replace("/USERID=", "/UID=");
  }

  /** Whether text matches a pattern in which a star is any text and a question mark any letter. */
  static boolean matches(String text, String pattern) {
    String[] pieces =
        Arrays.stream(pattern.split("[*]+", -1)).map(SigningPolicy::literal).toArray(String[]::new);
    // what is between stars is looked for once, from the left: nobody is kept busy by trying again
    for (int i = 1; i < pieces.length - 1; i++) {
      pieces[i] = "(?>.*?" + pieces[i] + ")";
    }
    if (pieces.length > 1) {
      pieces[pieces.length - 1] = ".*" + pieces[pieces.length - 1];
    }
    return Pattern.compile(String.join("", pieces), Pattern.DOTALL).matcher(text).matches();
  }

  private static String literal(String piece) {
    return Arrays.stream(piece.split("[?]", -1)).map(Pattern::quote).collect(joining("."));
  }
}
