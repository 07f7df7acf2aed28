package io.vmcaster.subscriber;

import io.vmcaster.json.JsonArray;
import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonText;
import io.vmcaster.json.JsonValue;
import io.vmcaster.model.Identifiers;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a document that may or may not be a proper image list; unlike the model, which takes
 * proper ones alone.
 *
 * @param wrapped whether it has the outer object {@code hv:imagelist}
 * @param list the list itself
 * @param endorsers the proper endorsers in it
 * @param images its images in order; an element that is none stands as an empty optional
 */
record ListDocument(
    boolean wrapped,
    JsonObject list,
    List<JsonObject> endorsers,
    List<Optional<JsonObject>> images) {

  /** The parts of a document; empty when it cannot be meant as an image list. */
  static Optional<ListDocument> of(JsonValue document) {
    if (!(document instanceof JsonObject outer)) {
      return Optional.empty();
    }
    JsonValue inner = outer.members().get(Keys.IMAGE_LIST);
    if (inner instanceof JsonObject list) {
      return Optional.of(of(true, list));
    }
    boolean bare = inner == null && outer.members().containsKey(Keys.IDENTIFIER);
    return bare ? Optional.of(of(false, outer)) : Optional.empty();
  }

  private static ListDocument of(boolean wrapped, JsonObject list) {
    return new ListDocument(wrapped, list, endorsers(list), images(list));
  }

  private static List<JsonObject> endorsers(JsonObject list) {
    JsonValue value = list.members().get(Keys.ENDORSER);
    List<JsonObject> endorsers = new ArrayList<>();
    for (JsonValue item : value instanceof JsonArray array ? array.items() : single(value)) {
      inner(item, Keys.X509).ifPresent(endorsers::add);
    }
    return endorsers;
  }

  private static List<JsonValue> single(JsonValue value) {
    return value == null ? List.of() : List.of(value);
  }

  private static List<Optional<JsonObject>> images(JsonObject list) {
    List<Optional<JsonObject>> images = new ArrayList<>();
    if (list.members().get(Keys.IMAGES) instanceof JsonArray array) {
      array.items().forEach(item -> images.add(inner(item, Keys.IMAGE)));
    }
    return images;
  }

  private static Optional<JsonObject> inner(JsonValue value, String name) {
    return value instanceof JsonObject outer
            && outer.members().get(name) instanceof JsonObject object
        ? Optional.of(object)
        : Optional.empty();
  }

  /** The list's identifier, when it is one. */
  Optional<String> listId() {
    return list.members().get(Keys.IDENTIFIER) instanceof JsonText text && isIdentifier(text)
        ? Optional.of(text.text())
        : Optional.empty();
  }

  /** An image's identifier, when it is one. */
  static Optional<ImageId> imageId(JsonObject image) {
    return image.members().get(Keys.IDENTIFIER) instanceof JsonText text && isIdentifier(text)
        ? Optional.of(new ImageId(text.text()))
        : Optional.empty();
  }

  private static boolean isIdentifier(JsonText text) {
    return Identifiers.isProper(text.text());
  }
}
