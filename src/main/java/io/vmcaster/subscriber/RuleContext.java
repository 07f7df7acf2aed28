package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import io.vmcaster.subscriber.Rule.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of a document under a check, what is wrong with it, and what changes it.
 *
 * @param document the whole
 * @param options when and after what it is read
 * @param kind what part it is
 * @param position which image it is, counted from one; 0 for other parts
 * @param object its members
 * @param problems what the check that runs has found so far
 */
record RuleContext(
    ListDocument document,
    CheckOptions options,
    Kind kind,
    int position,
    ObjectNode object,
    List<Problem> problems) {

  record Problem(String key, String text, String fix) {}

  /** A part in which nothing is found yet. */
  RuleContext(
      ListDocument document, CheckOptions options, Kind kind, int position, ObjectNode object) {
    this(document, options, kind, position, object, new ArrayList<>());
  }

  /**
   * What is wrong by some rules. Those that share a check stand together, and it runs once for
   * them.
   */
  List<Finding> findings(List<Rule> rules) {
    List<Finding> findings = new ArrayList<>();
    Check last = null;
    for (Rule rule : rules) {
      if (rule.check() != last) {
        problems.clear();
        last = rule.check();
        last.look(this);
      }
      for (Problem each : problems) {
        findings.add(rule.finding(image(), Optional.of(each.key()), each.text(), each.fix()));
      }
    }
    return findings;
  }

  /** Something is wrong: what, in a sentence, and the command line that fixes it. */
  void add(String key, String problem, String fix) {
    boolean unnamed = kind == Kind.IMAGE && image().isEmpty();
    problems.add(new Problem(key, (unnamed ? "image " + position + ": " : "") + problem, fix));
  }

  /** The value of a key is wrong; {@code what} follows the key, such as {@code "is missing"}. */
  void wrong(String key, String what, String fix) {
    add(key, key + " " + what, fix);
  }

  /** The same where any other value will do. */
  void wrong(String key, String what) {
    wrong(key, what, commands().give(key));
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
    return !object.hasNonNull(key);
  }

  /** The consumer's clock. */
  Instant now() {
    return options.now();
  }

  /** The image it is, when its identifier is one. */
  Optional<ImageId> image() {
    return kind == Kind.IMAGE ? ListDocument.imageId(object) : Optional.empty();
  }

  /** The command lines that change it. */
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
      JsonNode inner = document.get(Keys.IMAGE_LIST);
      if (inner instanceof ObjectNode list) {
        return Optional.of(of(true, list));
      }
      return inner == null && document instanceof ObjectNode list && list.has(Keys.IDENTIFIER)
          ? Optional.of(of(false, list))
          : Optional.empty();
    }

    private static ListDocument of(boolean wrapped, ObjectNode list) {
      JsonNode endorsers = list.path(Keys.ENDORSER);
      JsonNode images = list.path(Keys.IMAGES);
      return new ListDocument(
          wrapped,
          list,
          (endorsers.isArray() ? endorsers.valueStream() : Stream.of(endorsers))
              .flatMap(item -> inner(item, Keys.X509).stream())
              .toList(),
          images.isArray()
              ? images.valueStream().map(item -> inner(item, Keys.IMAGE)).toList()
              : List.of());
    }

    private static Optional<ObjectNode> inner(JsonNode value, String name) {
      return value.get(name) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /** The list's identifier, when it is one. */
    Optional<String> listId() {
      return identifier(list);
    }

    /** An image's identifier, when it is one. */
    static Optional<ImageId> imageId(ObjectNode image) {
      return identifier(image).map(ImageId::new);
    }

    private static Optional<String> identifier(ObjectNode object) {
      return object.get(Keys.IDENTIFIER) instanceof TextNode text && Item.isProper(text.textValue())
          ? Optional.of(text.textValue())
          : Optional.empty();
    }
  }
}
