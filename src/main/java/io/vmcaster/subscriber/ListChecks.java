package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
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

  /** A version that its own release would be a step back from. */
  private static final Pattern BEFORE_RELEASE =
      Pattern.compile(
          ".*[0-9][-.,/]?(?:rc|alpha|beta|pre|dev|snapshot)[-.]?[0-9]*", Pattern.CASE_INSENSITIVE);

  private ListChecks() {}

  /** The list stands in its wrapper. */
  static void wrapped(RuleContext part) {
    if (!part.document().wrapped()) {
      part.add(
          Keys.IMAGE_LIST,
          "the list is not wrapped in " + Keys.IMAGE_LIST,
          part.commands().update());
    }
  }

  /** There is an array of images. */
  static void imagesThere(RuleContext part) {
    JsonNode images = part.value(Keys.IMAGES);
    if (!(images instanceof ArrayNode)) {
      part.wrong(Keys.IMAGES, images == null ? "is missing" : "is not an array");
    }
  }

  /** There is an image. */
  static void notEmpty(RuleContext part) {
    if (part.value(Keys.IMAGES) instanceof ArrayNode array && array.isEmpty()) {
      part.add(Keys.IMAGES, "the list has no image", part.commands().addImage());
    }
  }

  /** Each element of the images is one. */
  static void imagesProper(RuleContext part) {
    int position = 0;
    for (Optional<ObjectNode> image : part.document().images()) {
      position++;
      if (image.isEmpty()) {
        part.add(
            Keys.IMAGES,
            "element " + position + " of " + Keys.IMAGES + " holds no object " + Keys.IMAGE,
            part.commands().addImage());
      }
    }
  }

  /** There is an endorser. */
  static void endorserThere(RuleContext part) {
    if (part.lacks(Keys.ENDORSER)) {
      part.wrong(Keys.ENDORSER, "is missing");
    }
  }

  /** The endorser, where there is one, is an object with its inner object. */
  static void endorserObject(RuleContext part) {
    if (part.value(Keys.ENDORSER) instanceof ArrayNode array) {
      String content = Messages.count(array.size(), "endorser");
      part.wrong(
          Keys.ENDORSER, "is an array of " + content + ", not one object", alone(part, array));
    } else if (!part.lacks(Keys.ENDORSER) && part.document().endorsers().isEmpty()) {
      part.wrong(Keys.ENDORSER, "holds no object " + Keys.X509);
    }
  }

  /** Signing leaves the other endorsers out; taking one off does so for good. */
  private static String alone(RuleContext part, ArrayNode array) {
    List<ObjectNode> endorsers = part.document().endorsers();
    if (array.size() < 2 || endorsers.size() < 2) {
      return part.commands().update();
    }
    ObjectNode last = endorsers.get(endorsers.size() - 1);
    return part.commands().disconnectEndorser(Json.text(last, Keys.DN).orElse("DN"));
  }

  /** The version is not below the one that subscribers have. */
  static void versionGrows(RuleContext part) {
    String text = part.text(Keys.VERSION);
    Optional<Version> previous = part.options().previous();
    if (text != null && previous.isPresent() && previous.get().isNewerThan(new Version(text))) {
      part.wrong(
          Keys.VERSION,
          text + " counts as older than " + previous.get().text(),
          part.commands().set(Keys.VERSION, previous.get().next().text()));
    }
  }

  /** The version is not one that its release would count as older than. */
  static void versionOfRelease(RuleContext part) {
    String text = part.text(Keys.VERSION);
    if (text != null && text.length() < 100 && BEFORE_RELEASE.matcher(text).matches()) {
      part.wrong(
          Keys.VERSION,
          text + " names something before its release",
          part.commands().set(Keys.VERSION, FixCommand.VALUE));
    }
  }

  /** No two images have the same identifier. */
  static void identifiersDiffer(RuleContext part) {
    for (ObjectNode image : doubled(part, Keys.IDENTIFIER)) {
      String id = text(image, Keys.IDENTIFIER);
      part.add(Keys.IMAGES, "image " + id + " is in it twice", part.commands().disconnectImage(id));
    }
  }

  /** No image is in another list, too. */
  static void inNoOtherList(RuleContext part) {
    Map<ImageId, ListId> elsewhere = part.options().elsewhere();
    for (ObjectNode image : images(part)) {
      ListDocument.imageId(image)
          .filter(elsewhere::containsKey)
          .ifPresent(
              id ->
                  part.add(
                      Keys.IMAGES,
                      "image " + id + " is in list " + elsewhere.get(id) + ", too",
                      part.commands().disconnectImage(id.text())));
    }
  }

  /** No two images that differ have the same address. */
  static void addressesDiffer(RuleContext part) {
    Map<String, String> sums = new HashMap<>();
    for (ObjectNode image : images(part)) {
      String uri = text(image, Keys.URI);
      String sum = text(image, Keys.SHA512);
      if (uri != null && sum != null && !sum.equals(sums.merge(uri, sum, (old, now) -> old))) {
        part.add(
            Keys.IMAGES,
            "two images that differ have the same " + Keys.URI + " " + uri,
            selected(image) + " --image-upload FILE");
      }
    }
  }

  /** No two images have the same title. */
  static void titlesDiffer(RuleContext part) {
    for (ObjectNode image : doubled(part, Keys.TITLE)) {
      part.add(
          Keys.IMAGES,
          "two images have the same " + Keys.TITLE + " '" + text(image, Keys.TITLE) + "'",
          selected(image) + " --image-key-set dc:title --image-value VALUE");
    }
  }

  /** The images whose text of a key is that of an image before them. */
  private static List<ObjectNode> doubled(RuleContext part, String key) {
    Set<String> seen = new HashSet<>();
    return images(part).stream()
        .filter(image -> text(image, key) != null && !seen.add(text(image, key)))
        .toList();
  }

  private static List<ObjectNode> images(RuleContext part) {
    return part.document().images().stream().flatMap(Optional::stream).toList();
  }

  private static String selected(ObjectNode image) {
    String id = Json.text(image, Keys.IDENTIFIER).orElse("UUID");
    return "vmcaster --image " + FixCommand.quote(id);
  }

  private static String text(ObjectNode image, String key) {
    return Json.text(image, key).orElse(null);
  }
}
