package io.vmcaster.model;

/**
 * The identifier of an image list: a UUID when it was created here, whatever the list says when it
 * was imported.
 */
public final class ListId extends Item {

  /** The identifier of a list, as it is written elsewhere. */
  public ListId(String text) {
    super(Kind.LIST, text);
  }

  /**
   * An identifier for a new item.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when it is not a UUID
   */
  public static ListId created(String text) {
    return new ListId(requireUuid(Kind.LIST, text));
  }
}
