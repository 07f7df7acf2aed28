package io.vmcaster.context;

import java.util.regex.Pattern;

/** Keeps passwords out of what is shown. */
public final class Secrets {

  /** The number after a host's colon is a port; anything else before an at sign is a password. */
  private static final Pattern IN_ADDRESS =
      Pattern.compile("//([^\\s:@/]*):(?!\\d{1,5}(?:[/?#\\s]|$))\\S*@");

  private static final Pattern IN_QUERY = Pattern.compile("([?&](?:ssl)?password=)[^&\\s]*");

  private static final String WORD = "pass(?:word|phrase|wd)?|passin|pwd|secret|token|pin-value";

  /** In the address of a key on a token it is the label of the token, which is no secret. */
  private static final String LABEL = "(?<!\\bpkcs11:(?:[^\\s?,&]{0,200};)?token=)";

  /** {@code password=...}, {@code "passphrase": "..."}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b((?:[a-z]+[_-]?)?(?:"
              + WORD
              + ")\"?\\s*[=:]\\s*)"
              + LABEL
              + "(\"[^\"]*\"|[^\\s,;&})\\]]+)",
          Pattern.CASE_INSENSITIVE);

  /** The body of a PEM block. */
  private static final Pattern KEY =
      Pattern.compile("(-----BEGIN [^-]*KEY-----).*?(-----END|$)", Pattern.DOTALL);

  private Secrets() {}

  /** A text with the passwords of the URLs in it replaced by stars; better too much than less. */
  public static String masked(String text) {
    if (text.indexOf('@') < 0 && !text.contains("password=")) {
      return text;
    }
    String masked = IN_ADDRESS.matcher(text).replaceAll("//$1:***@");
    return IN_QUERY.matcher(masked).replaceAll("$1***");
  }

  /**
   * The same for a library's words on their way into a log. Nothing secret should get that far;
   * this is a second safeguard.
   */
  public static String maskedInLog(String text) {
    String masked = NAMED.matcher(masked(text)).replaceAll("$1***");
    return KEY.matcher(masked).replaceAll("$1***$2");
  }
}
