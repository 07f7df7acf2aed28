package io.vmcaster.model;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.regex.Pattern;

/** What carries metadata: an image list, an image or an endorser, by its identifier. */
public abstract sealed class Item {

  /** A UUID, in upper or lower case. */
  public static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Kind kind;
  private final String text;

  /**
   * Checks that there is an identifier.
   *
   * @throws InvalidDataFailure when it is blank or holds what cannot be printed
   */
  Item(Kind kind, String text) {
    if (text == null || text.isBlank()) {
      throw new InvalidDataFailure("an " + kind.label() + " has an empty identifier", null);
    }
    if (Ascii.holdsControl(text)) {
      throw new InvalidDataFailure(
          "the identifier of an " + kind.label() + " holds a control character", null);
    }
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

  /** Whether a text can be an identifier: not blank, and on one line. */
  public static boolean isProper(String text) {
    return !text.isBlank() && !Ascii.holdsControl(text);
  }

  /** An identifier for a new item: a UUID, in lower case. */
  static String requireUuid(Kind kind, String text) {
    if (!UUID.matcher(text).matches()) {
      throw new UsageFailure(
          "'" + text + "' cannot name a new " + kind.label() + ": it is not a UUID",
          "Make one with uuidgen, such as e38a3fd2-0ed8-11e2-873a-001cc0beb420.");
    }
    return Ascii.lower(text);
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

  /**
   * The identifier of an image list: a UUID when it was created here, whatever the list says when
   * it was imported.
   */
  public static final class ListId extends Item {

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

  /**
   * The identifier of an image: a UUID when it was created here, whatever the list says when it was
   * imported.
   */
  public static final class ImageId extends Item {

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

  /**
   * A distinguished name in the one-line form that OpenSSL prints and subscribers compare byte for
   * byte: {@code /C=DE/O=GermanGrid/CN=Owen Synge}.
   */
  public static final class Dn extends Item {

    /** A name in one line. */
    public static final Pattern ONE_LINE = Pattern.compile("/[A-Za-z0-9][A-Za-z0-9.-]*=.*");

    /** A name, as it is written elsewhere. */
    public Dn(String text) {
      super(Kind.ENDORSER, text);
    }

    /**
     * The name of a new endorser.
     *
     * @throws UsageFailure when it does not look like a one-line name
     */
    public static Dn created(String text) {
      if (!ONE_LINE.matcher(text).matches()) {
        throw new UsageFailure(
            "'" + text + "' cannot name an endorser: it is not a distinguished name in one line",
            "Write it as 'openssl x509 -noout -subject -nameopt compat' does,"
                + " such as '/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge'.");
      }
      return new Dn(text);
    }
  }
}
