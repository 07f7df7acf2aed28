package io.vmcaster.model;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.json.JsonArray;
import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonText;
import io.vmcaster.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an image list from its document: the wrapped form {@code {"hv:imagelist": {...}}} or the
 * bare inner object (format 1.1), one endorser as an object or several as an array. Whatever cannot
 * be kept is refused, so that nothing is lost in silence.
 */
public final class ImageListParser {

  /** More faults than this are counted, not told. */
  private static final int TOLD = 20;

  private final List<String> faults = new ArrayList<>();

  private ImageListParser() {}

  /**
   * Reads a list.
   *
   * @param document the JSON document
   * @param what what it is, for the message
   * @throws InvalidDataFailure when it is no image list; all its faults in one message
   */
  public static ImageList parse(JsonValue document, String what) {
    ImageListParser parser = new ImageListParser();
    Optional<ImageList> list = parser.parseDocument(document);
    if (holdsNul(document)) {
      parser.faults.add("a string in it holds the character U+0000");
    }
    if (list.isEmpty() || !parser.faults.isEmpty()) {
      throw new InvalidDataFailure(what + " is not an image list: " + parser.told(), null);
    }
    return list.get();
  }

  private String told() {
    int more = faults.size() - TOLD;
    return more <= 0
        ? String.join("; ", faults)
        : String.join("; ", faults.subList(0, TOLD)) + "; and " + more + " more faults";
  }

  /** No database keeps this character in every kind of text. */
  private static boolean holdsNul(JsonValue value) {
    if (value instanceof JsonText text) {
      return text.text().indexOf('\0') >= 0;
    }
    if (value instanceof JsonArray array) {
      return array.items().stream().anyMatch(ImageListParser::holdsNul);
    }
    return value instanceof JsonObject object
        && (object.members().keySet().stream().anyMatch(key -> key.indexOf('\0') >= 0)
            || object.members().values().stream().anyMatch(ImageListParser::holdsNul));
  }

  private Optional<ImageList> parseDocument(JsonValue document) {
    if (!(document instanceof JsonObject object)) {
      faults.add("it is not a JSON object");
      return Optional.empty();
    }
    if (object.get(Keys.IMAGE_LIST).isPresent()) {
      return unwrap(object, Keys.IMAGE_LIST, "the document").flatMap(this::parseList);
    }
    if (object.get(Keys.IDENTIFIER).isEmpty()) {
      faults.add("it has neither " + Keys.IMAGE_LIST + " nor " + Keys.IDENTIFIER);
      return Optional.empty();
    }
    return parseList(object);
  }

  private Optional<ImageList> parseList(JsonObject object) {
    Optional<String> id = identifier(object, Keys.IDENTIFIER, "the list");
    List<Endorser> endorsers = parseEndorsers(object.get(Keys.ENDORSER));
    List<Image> images = parseImages(object.get(Keys.IMAGES));
    JsonObject metadata = object.without(Set.of(Keys.IDENTIFIER, Keys.ENDORSER, Keys.IMAGES));
    return id.map(text -> new ImageList(new ListId(text), metadata, endorsers, images));
  }

  private List<Endorser> parseEndorsers(Optional<JsonValue> value) {
    List<Endorser> endorsers = new ArrayList<>();
    for (JsonValue wrapped : oneOrMany(value)) {
      unwrap(wrapped, Keys.X509, Keys.ENDORSER)
          .ifPresent(
              inner ->
                  identifier(inner, Keys.DN, "the endorser")
                      .ifPresent(
                          dn ->
                              endorsers.add(
                                  new Endorser(new Dn(dn), inner.without(Set.of(Keys.DN))))));
    }
    refuseDoubles(endorsers.stream().map(endorser -> endorser.dn().text()).toList(), "endorser");
    return endorsers;
  }

  private static List<JsonValue> oneOrMany(Optional<JsonValue> value) {
    if (value.isEmpty()) {
      return List.of();
    }
    return value.get() instanceof JsonArray array ? array.items() : List.of(value.get());
  }

  private List<Image> parseImages(Optional<JsonValue> value) {
    List<Image> images = new ArrayList<>();
    if (value.isPresent() && !(value.get() instanceof JsonArray)) {
      faults.add(Keys.IMAGES + " is not an array");
      return images;
    }
    int position = 0;
    for (JsonValue wrapped : oneOrMany(value)) {
      position++;
      String where = "image " + position + " of " + Keys.IMAGES;
      unwrap(wrapped, Keys.IMAGE, where)
          .ifPresent(
              inner ->
                  identifier(inner, Keys.IDENTIFIER, where)
                      .ifPresent(
                          id ->
                              images.add(
                                  new Image(
                                      new ImageId(id), inner.without(Set.of(Keys.IDENTIFIER))))));
    }
    refuseDoubles(images.stream().map(image -> image.id().text()).toList(), "image");
    return images;
  }

  private void refuseDoubles(List<String> identifiers, String what) {
    Set<String> seen = new HashSet<>();
    for (String identifier : identifiers) {
      if (!seen.add(identifier)) {
        faults.add(what + " " + identifier + " is in it twice");
      }
    }
  }

  private Optional<JsonObject> unwrap(JsonValue value, String name, String where) {
    if (!(value instanceof JsonObject outer)
        || !(outer.get(name).orElse(null) instanceof JsonObject inner)) {
      faults.add(where + " holds no object " + name);
      return Optional.empty();
    }
    for (String key : outer.members().keySet()) {
      if (!key.equals(name)) {
        faults.add(where + " holds '" + key + "' beside " + name);
      }
    }
    return Optional.of(inner);
  }

  private Optional<String> identifier(JsonObject object, String key, String where) {
    JsonValue value = object.get(key).orElse(null);
    if (value instanceof JsonText text && Identifiers.isProper(text.text())) {
      return Optional.of(text.text());
    }
    faults.add(where + " has no proper " + key);
    return Optional.empty();
  }
}
