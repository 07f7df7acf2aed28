package io.vmcaster.model;

/** What carries metadata: an image list, an image or an endorser, by its identifier. */
public abstract sealed class Item permits ListId, ImageId, Dn {

  private final Kind kind;
  private final String text;

  /**
   * Checks that there is an identifier.
   *
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when it is blank or holds what cannot be
   *     printed
   */
  Item(Kind kind, String text) {
    Identifiers.requireText(text, kind.label());
    this.kind = kind;
    this.text = text;
  }

  /** The identifier as users write it, never blank. */
  public final String text() {
    return text;
  }

  /** The kind of thing it is. */
  public final Kind kind() {
    return kind;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Item that && that.kind == kind && that.text.equals(text);
  }

  @Override
  public final int hashCode() {
    return text.hashCode();
  }

  @Override
  public final String toString() {
    return text;
  }

  /** An item of a kind. */
  public static Item of(Kind kind, String text) {
    return switch (kind) {
      case LIST -> new ListId(text);
      case IMAGE -> new ImageId(text);
      case ENDORSER -> new Dn(text);
    };
  }

  /** The kinds of item. */
  public enum Kind {
    /** A list of images. */
    LIST("image list", "imagelist"),
    /** A virtual machine image. */
    IMAGE("image", "image"),
    /** Who signs lists. */
    ENDORSER("endorser", "endorser");

    private final String label;
    private final String flag;

    Kind(String label, String flag) {
      this.label = label;
      this.flag = flag;
    }

    /** What messages call it. */
    public String label() {
      return label;
    }

    /** What its command line options begin with, without dashes. */
    public String flag() {
      return flag;
    }
  }
}
