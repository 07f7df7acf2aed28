package io.vmcaster.model;

/**
 * The identifier of an image: a UUID when it was created here, whatever the list says when it was
 * imported.
 *
 * @param text the identifier, never blank
 */
public record ImageId(String text) implements Item {

  /** Checks that there is an identifier. */
  public ImageId {
    Identifiers.requireText(text, "image");
  }

  /**
   * An identifier for a new item.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when it is not a UUID
   */
  public static ImageId created(String text) {
    return new ImageId(Identifiers.requireUuid(text, "image"));
  }

  @Override
  public Kind kind() {
    return Kind.IMAGE;
  }

  // spelled out: what a record has of its own is put together anew at each start of the program
  @Override
  public boolean equals(Object other) {
    return other instanceof ImageId that && that.text.equals(text);
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
