package io.vmcaster.service.edit;

import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Keys;

/** The rules for keys that users set: any {@code namespace:name} but those of the program. */
public final class MetadataKeys {

  private MetadataKeys() {}

  /**
   * Checks a key that is to be set.
   *
   * @throws UsageFailure when the program alone sets it, or it has no namespace
   */
  public static void requireSettable(Item.Kind kind, String key) {
    for (Item.Kind any : Item.Kind.values()) {
      requireNotReserved(any, kind, key);
    }
    int colon = key.indexOf(':');
    if (colon <= 0 || colon == key.length() - 1 || !key.chars().allMatch(MetadataKeys::isPlain)) {
      throw new UsageFailure(
          "'" + key + "' cannot be a metadata key: it is not of the form namespace:name",
          "Such as dc:title, hv:uri or sl:osversion.");
    }
  }

  /**
   * Checks a key that is to be removed. What is reserved for items of another kind may go: an
   * import can leave it where it hides the right one.
   *
   * @throws UsageFailure when the program alone sets it
   */
  public static void requireRemovable(Item.Kind kind, String key) {
    requireNotReserved(kind, kind, key);
  }

  private static void requireNotReserved(Item.Kind owner, Item.Kind kind, String key) {
    if (Keys.reserved(owner).contains(key)) {
      throw new UsageFailure(
          key + " of an " + kind.label() + " is set by the program alone", advice(key));
    }
  }

  private static boolean isPlain(int character) {
    return !Character.isISOControl(character) && !Character.isWhitespace(character);
  }

  private static String advice(String key) {
    return switch (key) {
      case Keys.ENDORSER -> "Bind an endorser with --connect --imagelist UUID --endorser DN.";
      case Keys.IMAGES -> "Bind an image with --connect --imagelist UUID --image UUID.";
      default -> "It is the identifier; create a new item instead.";
    };
  }
}
