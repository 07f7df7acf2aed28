package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.subscriber.Rule.Findings;
import io.vmcaster.subscriber.RuleContext.ListDocument;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of a list as a whole: its shape, its version, and what its images have in common. */
final class ListChecks {

  private static final String UUID = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  /** A version that its own release would be a step back from. */
  private static final Pattern BEFORE_RELEASE =
      Pattern.compile(
          ".*[0-9][-.,/]?(?:rc|alpha|beta|pre|dev|snapshot)[-.]?[0-9]*", Pattern.CASE_INSENSITIVE);

  private ListChecks() {}

  /** The list stands in its wrapper. */
  static void wrapped(RuleContext context, Findings findings) {
    if (!context.document().wrapped()) {
      findings.add(
          Keys.IMAGE_LIST,
          "the list is not wrapped in " + Keys.IMAGE_LIST,
          context.commands().update());
    }
  }

  /** There is an array of images. */
  static void imagesThere(RuleContext context, Findings findings) {
    if (!(context.value(Keys.IMAGES) instanceof ArrayNode)) {
      String state = context.value(Keys.IMAGES) == null ? " is missing" : " is not an array";
      findings.add(Keys.IMAGES, Keys.IMAGES + state, context.commands().update());
    }
  }

  /** There is an image. */
  static void notEmpty(RuleContext context, Findings findings) {
    if (context.value(Keys.IMAGES) instanceof ArrayNode array && array.isEmpty()) {
      findings.add(Keys.IMAGES, "the list has no image", context.commands().addImage());
    }
  }

  /** Each element of the images is one. */
  static void imagesProper(RuleContext context, Findings findings) {
    int position = 0;
    for (Optional<ObjectNode> image : context.document().images()) {
      position++;
      if (image.isEmpty()) {
        findings.add(
            Keys.IMAGES,
            "element " + position + " of " + Keys.IMAGES + " holds no object " + Keys.IMAGE,
            context.commands().addImage());
      }
    }
  }

  /** There is an endorser. */
  static void endorserThere(RuleContext context, Findings findings) {
    if (context.lacks(Keys.ENDORSER)) {
      findings.add(
          Keys.ENDORSER, Keys.ENDORSER + " is missing", context.commands().connectEndorser());
    }
  }

  /** The endorser, where there is one, is an object with its inner object. */
  static void endorserObject(RuleContext context, Findings findings) {
    JsonNode value = context.value(Keys.ENDORSER);
    if (value instanceof ArrayNode array) {
      findings.add(Keys.ENDORSER, arrayOf(array.size()), alone(context, array));
    } else if (value != null
        && !(value instanceof NullNode)
        && context.document().endorsers().isEmpty()) {
      findings.add(
          Keys.ENDORSER,
          Keys.ENDORSER + " holds no object " + Keys.X509,
          context.commands().connectEndorser());
    }
  }

  private static String arrayOf(int size) {
    String content = size == 1 ? "one endorser" : size + " endorsers";
    return Keys.ENDORSER + " is an array of " + content + ", not one object";
  }

  /** Signing leaves the other endorsers out; taking one off does so for good. */
  private static String alone(RuleContext context, ArrayNode array) {
    List<ObjectNode> endorsers = context.document().endorsers();
    if (array.size() < 2 || endorsers.size() < 2) {
      return context.commands().update();
    }
    JsonNode last = endorsers.get(endorsers.size() - 1).get(Keys.DN);
    return context.commands().disconnectEndorser(last == null ? "DN" : Json.text(last));
  }

  /** The version is a JSON string. */
  static void versionText(RuleContext context, Findings findings) {
    KeyChecks.strings(List.of(Keys.VERSION)).find(context, findings);
  }

  /** The version is not below the one that subscribers have. */
  static void versionGrows(RuleContext context, Findings findings) {
    String text = context.text(Keys.VERSION);
    Optional<Version> previous = context.situation().previous();
    if (text != null && previous.isPresent() && previous.get().isNewerThan(new Version(text))) {
      findings.add(
          Keys.VERSION,
          Keys.VERSION + " " + text + " counts as older than " + previous.get().text(),
          context.commands().set(Keys.VERSION, previous.get().next().text()));
    }
  }

  /** The version is not one that its release would count as older than. */
  static void versionOfRelease(RuleContext context, Findings findings) {
    String text = context.text(Keys.VERSION);
    if (text != null && text.length() < 100 && BEFORE_RELEASE.matcher(text).matches()) {
      findings.add(
          Keys.VERSION,
          Keys.VERSION + " " + text + " names something before its release",
          context.commands().set(Keys.VERSION, FixCommand.VALUE));
    }
  }

  /** The identifier is a UUID. */
  static void uuid(RuleContext context, Findings findings) {
    String text = context.text(Keys.IDENTIFIER);
    if (text != null && !isUuid(text)) {
      findings.add(
          Keys.IDENTIFIER,
          Keys.IDENTIFIER + " is not a UUID",
          KeyChecks.fix(context, Keys.IDENTIFIER));
    }
  }

  private static boolean isUuid(String text) {
    boolean uuid = text.length() == UUID.length();
    for (int i = 0; uuid && i < UUID.length(); i++) {
      char c = text.charAt(i);
      uuid = UUID.charAt(i) == '-' ? c == '-' : c < 'g' && Character.digit(c, 16) >= 0;
    }
    return uuid;
  }

  /** No two images have the same identifier. */
  static void identifiersDiffer(RuleContext context, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (Optional<ObjectNode> image : context.document().images()) {
      String id = text(image, Keys.IDENTIFIER);
      if (id != null && !seen.add(id)) {
        findings.add(
            Keys.IMAGES, "image " + id + " is in it twice", context.commands().disconnectImage(id));
      }
    }
  }

  /** No image is in another list, too. */
  static void inNoOtherList(RuleContext context, Findings findings) {
    Map<ImageId, ListId> elsewhere = context.situation().elsewhere();
    for (Optional<ObjectNode> image : context.document().images()) {
      Optional<ImageId> id = image.flatMap(ListDocument::imageId);
      if (id.filter(elsewhere::containsKey).isPresent()) {
        findings.add(
            Keys.IMAGES,
            "image " + id.get() + " is in list " + elsewhere.get(id.get()) + ", too",
            context.commands().disconnectImage(id.get().text()));
      }
    }
  }

  /** No two images that differ have the same address. */
  static void addressesDiffer(RuleContext context, Findings findings) {
    Map<String, String> sums = new HashMap<>();
    for (Optional<ObjectNode> image : context.document().images()) {
      String uri = text(image, Keys.URI);
      String sum = text(image, Keys.SHA512);
      if (uri != null && sum != null && !sum.equals(sums.merge(uri, sum, (old, now) -> old))) {
        findings.add(
            Keys.IMAGES,
            "two images that differ have the same " + Keys.URI + " " + uri,
            "vmcaster --image " + FixCommand.quote(orUuid(image)) + " --image-upload FILE");
      }
    }
  }

  /** No two images have the same title. */
  static void titlesDiffer(RuleContext context, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (Optional<ObjectNode> image : context.document().images()) {
      String title = text(image, Keys.TITLE);
      if (title != null && !seen.add(title)) {
        findings.add(
            Keys.IMAGES,
            "two images have the same " + Keys.TITLE + " '" + title + "'",
            "vmcaster --image "
                + FixCommand.quote(orUuid(image))
                + " --image-key-set dc:title --image-value VALUE");
      }
    }
  }

  private static String orUuid(Optional<ObjectNode> image) {
    String id = text(image, Keys.IDENTIFIER);
    return id == null ? "UUID" : id;
  }

  private static String text(Optional<ObjectNode> image, String key) {
    return image.flatMap(object -> Json.text(object, key)).orElse(null);
  }
}
