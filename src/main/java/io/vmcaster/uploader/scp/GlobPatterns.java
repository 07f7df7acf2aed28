package io.vmcaster.uploader.scp;

import java.util.List;
import java.util.Locale;

/** Host patterns of ssh: {@code *}, {@code ?}, and {@code !} before one that excludes. */
final class GlobPatterns {

  private GlobPatterns() {}

  /** Whether a pattern matches and none that excludes does. */
  static boolean match(List<String> patterns, String text) {
    boolean matched = false;
    for (String pattern : patterns) {
      boolean negative = pattern.startsWith("!");
      if (glob(negative ? pattern.substring(1) : pattern, text)) {
        if (negative) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  /** The same with the patterns in one text, commas between them. */
  static boolean matchList(String patterns, String text) {
    return match(List.of(patterns.split(",", -1)), text);
  }

  private static boolean glob(String pattern, String text) {
    return glob(pattern.toLowerCase(Locale.ROOT), 0, text.toLowerCase(Locale.ROOT), 0);
  }

  private static boolean glob(String pattern, int p, String text, int t) {
    if (p == pattern.length()) {
      return t == text.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      for (int next = t; next <= text.length(); next++) {
        if (glob(pattern, p + 1, text, next)) {
          return true;
        }
      }
      return false;
    }
    return t < text.length()
        && (c == '?' || c == text.charAt(t))
        && glob(pattern, p + 1, text, t + 1);
  }
}
