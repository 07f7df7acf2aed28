package io.vmcaster.subscriber;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command lines that fix a part of a list, fit to be pasted into a shell. */
public final class FixCommand {

  private static final Pattern SETS = Pattern.compile("(vmcaster .+?)( --[a-z]+-key-set .*)");

  /** A word that a shell takes literally. */
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private static final Pattern SET_TO = Pattern.compile(" --[a-z]+-value .*");

  /** Stands for a value that only the user knows. */
  static final String VALUE = "VALUE";

  private static final String UUID = "UUID";

  /** How long an image that has no expiry yet might well be offered. */
  private static final Duration PROPOSED_LIFE = Duration.ofDays(365);

  private final RuleContext part;

  FixCommand(RuleContext part) {
    this.part = part;
  }

  /** Gives a key a good value. */
  String give(String key) {
    return switch (part.kind()) {
      case LIST -> giveList(key);
      case ENDORSER -> key.equals(Keys.DN) ? connectEndorser() : set(key, VALUE);
      case IMAGE -> giveImage(key);
    };
  }

  private String giveList(String key) {
    return switch (key) {
      case Keys.CREATED, Keys.EXPIRES, Keys.VERSION, Keys.IMAGES -> update();
      case Keys.ENDORSER -> connectEndorser();
      case Keys.IDENTIFIER -> addList();
      default -> set(key, VALUE);
    };
  }

  private String giveImage(String key) {
    return switch (key) {
      case Keys.SIZE, Keys.SHA512, Keys.VERSION -> upload();
      case Keys.IDENTIFIER -> addImage();
      case Keys.EXPIRES -> set(key, Timestamps.format(part.now().plus(PROPOSED_LIFE)));
      default -> set(key, VALUE);
    };
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

  /** Puts an image's file in context, with size, checksum, address and version. */
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

  /**
   * What a command line changes when it sets a value: those of one thing can be joined.
   *
   * @return its beginning, without the key; the whole for any other command line
   */
  public static String target(String fix) {
    Matcher sets = SETS.matcher(fix);
    return sets.matches() ? sets.group(1) : fix;
  }

  /** One command line that does what several with the same {@link #target} do. */
  public static String joined(List<String> fixes) {
    String target = target(fixes.get(0));
    Map<String, String> values = new LinkedHashMap<>();
    for (String fix : fixes) {
      String set = fix.substring(target.length());
      values.putIfAbsent(SET_TO.matcher(set).replaceFirst(""), set);
    }
    return target + String.join("", values.values());
  }

  private String list() {
    return "vmcaster --imagelist " + quote(part.document().listId().orElse(UUID));
  }

  private String imageId() {
    return part.image().map(ImageId::text).orElse(UUID);
  }

  private String select() {
    return switch (part.kind()) {
      case LIST -> list();
      case ENDORSER -> "vmcaster --endorser " + quote(endorser());
      case IMAGE -> "vmcaster --image " + quote(imageId());
    };
  }

  private String endorser() {
    String dn = part.text(Keys.DN);
    return dn == null ? "DN" : dn;
  }

  private String flag(String what) {
    return " --" + part.kind().flag() + "-" + what + " ";
  }

  /** A word as a POSIX shell must see it. */
  static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
