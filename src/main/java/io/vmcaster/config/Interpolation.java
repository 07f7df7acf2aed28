package io.vmcaster.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values into others as Python's {@code SafeConfigParser} does: {@code %(name)s} is the value
 * of another setting of the section or of {@code [DEFAULT]}, and {@code %%} is a percent sign.
 */
final class Interpolation {

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
   * @throws IllegalArgumentException when a reference has no value; the message says what is wrong
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
      throw new IllegalArgumentException(
          "%("
              + name
              + ")s is the value of a setting that is not there; a percent sign that means itself"
              + " is written twice: %%("
              + name
              + ")s");
    }
    if (depth == DEPTH) {
      throw new IllegalArgumentException("%(" + name + ")s refers to itself");
    }
    used.add(key);
    String text = expand(value, depth + 1);
    left -= text.length();
    if (left < 0) {
      throw new IllegalArgumentException("its references make a text without end");
    }
    return text;
  }
}
