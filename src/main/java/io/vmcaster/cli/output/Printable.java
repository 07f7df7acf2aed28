package io.vmcaster.cli.output;

/**
 * Text from lists and servers as it may be shown: whatever a terminal would obey, or that would
 * break a line, is escaped as in JSON.
 */
public final class Printable {

  private Printable() {}

  /** The text, control characters but line ends escaped. */
  static String of(String text) {
    return escape(text, "\n");
  }

  /** The text on one line, without tabs. */
  public static String cell(String text) {
    return escape(text, "");
  }

  /** The text on one line, its tabs kept. */
  public static String row(String text) {
    return escape(text, "\t");
  }

  private static String escape(String text, String kept) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isControl(c) || kept.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(escaped(c));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isControl(char c) {
    return (c < ' ' || c > '~') && isSpecial(c);
  }

  private static boolean isSpecial(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isDirection(c);
  }

  /** Characters that turn the direction of what follows, or cannot be seen (Unicode UAX 9). */
  private static boolean isDirection(char c) {
    return Character.getType(c) == Character.FORMAT && !isJoiner(c);
  }

  /** What Persian and Indian scripts, and pictures of several characters, are written with. */
  private static boolean isJoiner(char c) {
    return c == '\u200c' || c == '\u200d';
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}
