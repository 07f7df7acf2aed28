package io.vmcaster.model;

/**
 * The identifier of an image: a UUID when it was created here, whatever the list says when it was
 * imported.
 */
public final class ImageId extends Item {

  /** The identifier of an image, as it is written elsewhere. */
  public ImageId(String text) {
    super(Kind.IMAGE, text);
  }

  /**
   * An identifier for a new item.
   *
   * @throws io.vmcaster.error.Failure.UsageFailure when it is not a UUID
   */
  public static ImageId created(String text) {
    return new ImageId(requireUuid(Kind.IMAGE, text));
  }
}
