package io.vmcaster.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A list of virtual machine images.
 *
 * @param id its identifier
 * @param metadata everything else that is said of the list itself, without identifier, endorsers
 *     and images
 * @param endorsers who endorses it, in the order in which they were bound
 * @param images its images, in the order in which they were bound
 */
public record ImageList(
    ListId id, ObjectNode metadata, List<Endorser> endorsers, List<Image> images) {

  /** Copies the lists. */
  public ImageList {
    endorsers = List.copyOf(endorsers);
    images = List.copyOf(images);
  }

  /**
   * Reads a list.
   *
   * @param document the JSON document
   * @param what what it is, for the message
   * @throws InvalidDataFailure when it is no image list; all its faults in one message
   */
  public static ImageList parse(JsonNode document, String what) {
    Parser parser = new Parser();
    Optional<ImageList> list = parser.parseDocument(document);
    if (Json.holdsNul(document)) {
      parser.faults.add("a string in it holds the character U+0000");
    }
    if (list.isEmpty() || !parser.faults.isEmpty()) {
      throw new InvalidDataFailure(what + " is not an image list: " + parser.told(), null);
    }
    return list.get();
  }

  /** A value of the metadata as text; empty when the key is absent. */
  public Optional<String> text(String key) {
    return Json.text(metadata, key);
  }

  /** The version; empty when the list has none yet. */
  public Optional<Version> version() {
    return Version.in(metadata);
  }

  /** The same list with some of its own metadata replaced. */
  public ImageList with(Map<String, JsonNode> changes) {
    Map<String, JsonNode> members = new TreeMap<>(Json.members(metadata));
    members.putAll(changes);
    return new ImageList(id, Json.object(members), endorsers, images);
  }

  /** The same list with an image of it as it is now; the same list when it does not hold it. */
  public ImageList with(Image changed) {
    List<Image> changedImages =
        images.stream().map(image -> image.id().equals(changed.id()) ? changed : image).toList();
    return new ImageList(id, metadata, endorsers, changedImages);
  }

  /**
   * The list as a document: {@code {"hv:imagelist": {...}}}. The images are always there; one
   * endorser is an object, several are an array, as they were imported.
   */
  public ObjectNode toJson() {
    Map<String, JsonNode> members = new TreeMap<>(Json.members(metadata));
    members.put(Keys.IDENTIFIER, Json.of(id.text()));
    members.put(
        Keys.IMAGES,
        Json.array(images.stream().map(image -> Json.object(Keys.IMAGE, image.toJson())).toList()));
    if (!endorsers.isEmpty()) {
      members.put(Keys.ENDORSER, endorsersToJson());
    }
    return Json.object(Keys.IMAGE_LIST, Json.object(members));
  }

  private JsonNode endorsersToJson() {
    List<ObjectNode> wrapped =
        endorsers.stream().map(endorser -> Json.object(Keys.X509, endorser.toJson())).toList();
    return wrapped.size() == 1 ? wrapped.get(0) : Json.array(wrapped);
  }

  /**
   * Reads an image list from its document: the wrapped form {@code {"hv:imagelist": {...}}} or the
   * bare inner object (format 1.1), one endorser as an object or several as an array. Whatever
   * cannot be kept is refused, so that nothing is lost in silence.
   */
  private static final class Parser {

    /** More faults than this are counted, not told. */
    private static final int TOLD = 20;

    private final List<String> faults = new ArrayList<>();

    private String told() {
      int more = faults.size() - TOLD;
      return more <= 0
          ? String.join("; ", faults)
          : String.join("; ", faults.subList(0, TOLD))
              + "; and "
              + more
              + (more == 1 ? " more fault" : " more faults");
    }

    private Optional<ImageList> parseDocument(JsonNode document) {
      if (!(document instanceof ObjectNode object)) {
        faults.add("it is not a JSON object");
        return Optional.empty();
      }
      if (object.has(Keys.IMAGE_LIST)) {
        return unwrap(object, Keys.IMAGE_LIST, "the document").flatMap(this::parseList);
      }
      if (!object.has(Keys.IDENTIFIER)) {
        faults.add("it has neither " + Keys.IMAGE_LIST + " nor " + Keys.IDENTIFIER);
        return Optional.empty();
      }
      return parseList(object);
    }

    private Optional<ImageList> parseList(ObjectNode object) {
      Optional<String> id = identifier(object, Keys.IDENTIFIER, "the list");
      List<Endorser> endorsers = parseEndorsers(object.optional(Keys.ENDORSER));
      List<Image> images = parseImages(object.optional(Keys.IMAGES));
      ObjectNode metadata =
          Json.without(object, Set.of(Keys.IDENTIFIER, Keys.ENDORSER, Keys.IMAGES));
      return id.map(text -> new ImageList(new ListId(text), metadata, endorsers, images));
    }

    private List<Endorser> parseEndorsers(Optional<JsonNode> value) {
      List<Endorser> endorsers = new ArrayList<>();
      for (JsonNode each : oneOrMany(value)) {
        item(each, Keys.X509, Keys.ENDORSER, Keys.DN, "the endorser")
            .map(item -> new Endorser(new Dn(item.getKey()), item.getValue()))
            .ifPresent(endorsers::add);
      }
      refuseDoubles(endorsers.stream().map(endorser -> endorser.dn().text()).toList(), "endorser");
      return endorsers;
    }

    private List<Image> parseImages(Optional<JsonNode> value) {
      if (value.isPresent() && !(value.get() instanceof ArrayNode)) {
        faults.add(Keys.IMAGES + " is not an array");
        return List.of();
      }
      List<Image> images = new ArrayList<>();
      int position = 0;
      for (JsonNode each : oneOrMany(value)) {
        position++;
        String where = "image " + position + " of " + Keys.IMAGES;
        item(each, Keys.IMAGE, where, Keys.IDENTIFIER, where)
            .map(item -> new Image(new ImageId(item.getKey()), item.getValue()))
            .ifPresent(images::add);
      }
      refuseDoubles(images.stream().map(image -> image.id().text()).toList(), "image");
      return images;
    }

    private static List<JsonNode> oneOrMany(Optional<JsonNode> value) {
      return value.isPresent() && value.get() instanceof ArrayNode array
          ? array.valueStream().toList()
          : value.stream().toList();
    }

    /** What identifies something, and what else is said of it. */
    private Optional<Map.Entry<String, ObjectNode>> item(
        JsonNode wrapped, String name, String where, String key, String whose) {
      return unwrap(wrapped, name, where)
          .flatMap(
              inner ->
                  identifier(inner, key, whose)
                      .map(text -> Map.entry(text, Json.without(inner, Set.of(key)))));
    }

    private void refuseDoubles(List<String> identifiers, String what) {
      Set<String> seen = new HashSet<>();
      for (String identifier : identifiers) {
        if (!seen.add(identifier)) {
          faults.add(what + " " + identifier + " is in it twice");
        }
      }
    }

    private Optional<ObjectNode> unwrap(JsonNode value, String name, String where) {
      if (!(value instanceof ObjectNode outer) || !(outer.get(name) instanceof ObjectNode inner)) {
        faults.add(where + " holds no object " + name);
        return Optional.empty();
      }
      for (String key : Json.members(outer).keySet()) {
        if (!key.equals(name)) {
          faults.add(where + " holds '" + key + "' beside " + name);
        }
      }
      return Optional.of(inner);
    }

    private Optional<String> identifier(ObjectNode object, String key, String where) {
      JsonNode value = object.get(key);
      if (value instanceof TextNode text && Item.isProper(text.textValue())) {
        return Optional.of(text.textValue());
      }
      faults.add(where + " has no proper " + key);
      return Optional.empty();
    }
  }
}
