package io.vmcaster.context;

/** Keeps passwords out of what is shown. */
public final class Secrets {

  private Secrets() {}

  /** A text with the passwords of the URLs in it replaced by stars; better too much than less. */
  public static String masked(String text) {
    return text.replaceAll("//([^\\s:@/]*):\\S*@", "//$1:***@")
        .replaceAll("([?&](?:ssl)?password=)[^&\\s]*", "$1***");
  }
}
