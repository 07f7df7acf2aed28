package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import io.vmcaster.subscriber.Rule.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A part of a document under a check, and the command lines that change it. */
final class RuleContext {

  private final ListDocument document;
  private final CheckOptions situation;
  private final Scope scope;
  private final int position;
  private final ObjectNode object;
  private final Optional<ImageId> image;

  /**
   * A part of a document.
   *
   * @param document the whole
   * @param situation when and after what it is read
   * @param scope what part it is
   * @param position which image it is, counted from one; 0 for other parts
   * @param object its members
   */
  RuleContext(
      ListDocument document, CheckOptions situation, Scope scope, int position, ObjectNode object) {
    this.document = document;
    this.situation = situation;
    this.scope = scope;
    this.position = position;
    this.object = object;
    this.image = scope == Scope.IMAGE ? ListDocument.imageId(object) : Optional.empty();
  }

  /** The whole. */
  ListDocument document() {
    return document;
  }

  /** When and after what it is read. */
  CheckOptions situation() {
    return situation;
  }

  /** What part it is. */
  Scope scope() {
    return scope;
  }

  /** The value of a key, or null when it is absent. */
  JsonNode value(String key) {
    return object.get(key);
  }

  /** The text of a key, or null when it is absent or no string. */
  String text(String key) {
    return value(key) instanceof TextNode text ? text.textValue() : null;
  }

  /** Whether the key is absent or null. */
  boolean lacks(String key) {
    JsonNode value = value(key);
    return value == null || value instanceof NullNode;
  }

  /** The reader's clock. */
  Instant now() {
    return situation.now();
  }

  /** The image it is, when its identifier is one. */
  Optional<ImageId> image() {
    return image;
  }

  /** Which image it is, where its identifier does not tell. */
  String prefix() {
    return scope == Scope.IMAGE && image.isEmpty() ? "image " + position + ": " : "";
  }

  /** The command line that changes it. */
  FixCommand commands() {
    return new FixCommand(this);
  }

  /**
   * The parts of a document that may or may not be a proper image list; unlike the model, which
   * takes proper ones alone.
   *
   * @param wrapped whether it has the outer object {@code hv:imagelist}
   * @param list the list itself
   * @param endorsers the proper endorsers in it
   * @param images its images in order; an element that is none stands as an empty optional
   */
  record ListDocument(
      boolean wrapped,
      ObjectNode list,
      List<ObjectNode> endorsers,
      List<Optional<ObjectNode>> images) {

    /** The parts of a document; empty when it cannot be meant as an image list. */
    static Optional<ListDocument> of(JsonNode document) {
      if (!(document instanceof ObjectNode outer)) {
        return Optional.empty();
      }
      JsonNode inner = outer.get(Keys.IMAGE_LIST);
      if (inner instanceof ObjectNode list) {
        return Optional.of(of(true, list));
      }
      boolean bare = inner == null && outer.has(Keys.IDENTIFIER);
      return bare ? Optional.of(of(false, outer)) : Optional.empty();
    }

    private static ListDocument of(boolean wrapped, ObjectNode list) {
      return new ListDocument(wrapped, list, endorsers(list), images(list));
    }

    private static List<ObjectNode> endorsers(ObjectNode list) {
      JsonNode value = list.get(Keys.ENDORSER);
      List<ObjectNode> endorsers = new ArrayList<>();
      for (JsonNode item : value instanceof ArrayNode array ? array : single(value)) {
        inner(item, Keys.X509).ifPresent(endorsers::add);
      }
      return endorsers;
    }

    private static List<JsonNode> single(JsonNode value) {
      return value == null ? List.of() : List.of(value);
    }

    private static List<Optional<ObjectNode>> images(ObjectNode list) {
      List<Optional<ObjectNode>> images = new ArrayList<>();
      if (list.get(Keys.IMAGES) instanceof ArrayNode array) {
        array.forEach(item -> images.add(inner(item, Keys.IMAGE)));
      }
      return images;
    }

    private static Optional<ObjectNode> inner(JsonNode value, String name) {
      return value instanceof ObjectNode outer && outer.get(name) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    }

    /** The list's identifier, when it is one. */
    Optional<String> listId() {
      return list.get(Keys.IDENTIFIER) instanceof TextNode text && isIdentifier(text)
          ? Optional.of(text.textValue())
          : Optional.empty();
    }

    /** An image's identifier, when it is one. */
    static Optional<ImageId> imageId(ObjectNode image) {
      return image.get(Keys.IDENTIFIER) instanceof TextNode text && isIdentifier(text)
          ? Optional.of(new ImageId(text.textValue()))
          : Optional.empty();
    }

    private static boolean isIdentifier(TextNode text) {
      return Item.isProper(text.textValue());
    }
  }
}
