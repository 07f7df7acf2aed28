package io.vmcaster.model;

/** What is looked at in texts character by character, whatever the language. */
public final class Ascii {

  private Ascii() {}

  /**
   * The text with A to Z in lower case. Java's own way takes hours for some texts of a megabyte.
   */
  public static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return lower.toString();
  }

  /** Whether there is a control character in a text, those beyond ASCII included. */
  public static boolean holdsControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The text with a question mark for each control character. */
  public static String visible(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
  }
}
