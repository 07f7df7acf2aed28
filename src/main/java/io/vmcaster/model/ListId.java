package io.vmcaster.model;

/**
 * The identifier of an image list: a UUID when it was created here, whatever the list says when it
 * was imported.
 *
 * @param text the identifier, never blank
 */
public record ListId(String text) implements Item {

  /** Checks that there is an identifier. */
  public ListId {
    Identifiers.requireText(text, "image list");
  }

  /**
   * An identifier for a new item.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when it is not a UUID
   */
  public static ListId created(String text) {
    return new ListId(Identifiers.requireUuid(text, "image list"));
  }

  @Override
  public Kind kind() {
    return Kind.LIST;
  }

  // spelled out: what a record has of its own is put together anew at each start of the program
  @Override
  public boolean equals(Object other) {
    return other instanceof ListId that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
