package io.vmcaster.log;

import java.util.regex.Pattern;

/**
 * Takes out of a library's words what must not be in a log. Nothing secret should get that far;
 * this is the second wall.
 */
public final class Secrets {

  private static final String WORD = "pass(?:word|phrase|wd)?|passin|pwd|secret|token";

  /** {@code scheme://user:password@}. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s:/@]*:)[^\\s/]*@");

  /** {@code password=...}, {@code "passphrase": "..."}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b((?:[a-z]+[_-]?)?(?:" + WORD + ")\"?\\s*[=:]\\s*)(\"[^\"]*\"|[^\\s,;&})\\]]+)",
          Pattern.CASE_INSENSITIVE);

  /** The body of a PEM block. */
  private static final Pattern KEY =
      Pattern.compile("(-----BEGIN [^-]*KEY-----).*?(-----END|$)", Pattern.DOTALL);

  private Secrets() {}

  /** The text, each secret a {@code ***}. */
  public static String masked(String text) {
    String masked = IN_ADDRESS.matcher(text).replaceAll("$1***@");
    masked = NAMED.matcher(masked).replaceAll("$1***");
    return KEY.matcher(masked).replaceAll("$1***$2");
  }
}
