package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import io.vmcaster.subscriber.Rule.Scope;
import java.time.Instant;
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
}
