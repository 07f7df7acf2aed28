package io.vmcaster.subscriber;

import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.Keys;

/** The command lines that mend a part of a list, fit to be pasted into a shell. */
final class FixCommand {

  /** Stands for a value that only the user knows. */
  static final String VALUE = "VALUE";

  private static final String UUID = "UUID";

  private final RuleContext place;

  FixCommand(RuleContext place) {
    this.place = place;
  }

  /** Sets a value. */
  String set(String key, String value) {
    return select() + flag("key-set") + quote(key) + flag("value") + quote(value);
  }

  /** Removes a value. */
  String remove(String key) {
    return select() + flag("key-del") + quote(key);
  }

  /** Publishes the list anew. */
  String update() {
    return list() + " --update";
  }

  /** Puts an image's file in place, with size, checksum, address and version. */
  String upload() {
    return "vmcaster --image " + quote(imageId()) + " --image-upload FILE";
  }

  /** Gives the list an endorser. */
  String connectEndorser() {
    return list() + " --endorser DN --connect";
  }

  /** Takes an endorser from the list. */
  String disconnectEndorser(String dn) {
    return list() + " --endorser " + quote(dn) + " --disconnect";
  }

  /** Takes an image from the list. */
  String disconnectImage(String image) {
    return list() + " --image " + quote(image) + " --disconnect";
  }

  /** Makes a new image in the list. */
  String addImage() {
    return list() + " --image-add " + UUID;
  }

  /** Makes a new list. */
  static String addList() {
    return "vmcaster --imagelist-add " + UUID;
  }

  private String list() {
    return "vmcaster --imagelist " + quote(place.document().listId().orElse(UUID));
  }

  private String imageId() {
    return place.image().map(ImageId::text).orElse(UUID);
  }

  private Item.Kind kind() {
    return switch (place.scope()) {
      case LIST -> Item.Kind.LIST;
      case ENDORSER -> Item.Kind.ENDORSER;
      case IMAGE -> Item.Kind.IMAGE;
    };
  }

  private String select() {
    return switch (place.scope()) {
      case LIST -> list();
      case ENDORSER -> "vmcaster --endorser " + quote(endorser());
      case IMAGE -> "vmcaster --image " + quote(imageId());
    };
  }

  private String endorser() {
    String dn = place.text(Keys.DN);
    return dn == null ? "DN" : dn;
  }

  private String flag(String what) {
    return " --" + kind().flag() + "-" + what + " ";
  }

  /** A word as a POSIX shell must see it. */
  static String quote(String word) {
    boolean plain = !word.isEmpty() && Characters.all(word, FixCommand::isPlain);
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_@%+=:,./-".indexOf(c) >= 0;
  }
}
