package io.vmcaster.model;

/** What carries metadata: an image list, an image or an endorser, by its identifier. */
public sealed interface Item permits ListId, ImageId, Dn {

  /** The identifier as users write it. */
  String text();

  /** The kind of thing it is. */
  Kind kind();

  /** An item of a kind. */
  static Item of(Kind kind, String text) {
    return switch (kind) {
      case LIST -> new ListId(text);
      case IMAGE -> new ImageId(text);
      case ENDORSER -> new Dn(text);
    };
  }

  /** The kinds of item. */
  enum Kind {
    /** A list of images. */
    LIST("image list", "imagelist", Keys.IDENTIFIER),
    /** A virtual machine image. */
    IMAGE("image", "image", Keys.IDENTIFIER),
    /** Who signs lists. */
    ENDORSER("endorser", "endorser", Keys.DN);

    private final String label;
    private final String flag;
    private final String identifierKey;

    Kind(String label, String flag, String identifierKey) {
      this.label = label;
      this.flag = flag;
      this.identifierKey = identifierKey;
    }

    /** What messages call it. */
    public String label() {
      return label;
    }

    /** What its command line options begin with, without dashes. */
    public String flag() {
      return flag;
    }

    /** The metadata key that holds the identifier. */
    public String identifierKey() {
      return identifierKey;
    }
  }
}
