package io.vmcaster.model;

/** Texts of which only the letters of ASCII count. */
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
}
