package io.vmcaster.json;

/**
 * A number.
 *
 * @param literal its text, exactly as it stood in the document
 */
public record JsonNumber(String literal) implements JsonValue {

  // spelled out: what a record has of its own is put together anew at each start of the program
  @Override
  public boolean equals(Object other) {
    return other instanceof JsonNumber that && that.literal.equals(literal);
  }

  @Override
  public int hashCode() {
    return literal.hashCode();
  }
}
