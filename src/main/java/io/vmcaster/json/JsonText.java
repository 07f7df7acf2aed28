package io.vmcaster.json;

/**
 * A string.
 *
 * @param text its characters, unescaped
 */
public record JsonText(String text) implements JsonValue {

  // spelled out: what a record has of its own is put together anew at each start of the program
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonText that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
