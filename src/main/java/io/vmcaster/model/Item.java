package io.vmcaster.model;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.regex.Pattern;

/** What carries metadata: an image list, an image or an endorser, by its identifier. */
public abstract sealed class Item permits ListId, ImageId, Dn {

  private static final Pattern UUID =
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
}
