package io.vmcaster.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What differs between two states of a list. Version and dates of the list itself do not count:
 * each publication renews them.
 *
 * @param entries the differences, the list's own first, then endorsers, then images in their order
 */
public record ListDiff(List<Entry> entries) {

  private static final Set<String> RENEWED = Set.of(Keys.VERSION, Keys.CREATED, Keys.EXPIRES);

  /**
   * One difference.
   *
   * @param where {@code imagelist}, {@code endorser DN}, {@code image ID}
   * @param key the metadata key; empty when the whole item came or went
   * @param before the old value; empty when there was none
   * @param after the new value; empty when there is none
   */
  public record Entry(
      String where, Optional<String> key, Optional<JsonNode> before, Optional<JsonNode> after) {}

  /** What must be done to come from one list to the other. */
  public static ListDiff between(ImageList before, ImageList after) {
    List<Entry> entries = new ArrayList<>();
    compare("imagelist", before.metadata(), after.metadata(), RENEWED, entries);
    compareItems("endorser ", endorsers(before), endorsers(after), entries);
    compareItems("image ", images(before), images(after), entries);
    compareOrder(before, after, entries);
    return new ListDiff(entries);
  }

  /** Whether there is no difference. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The differences in one line. */
  public String summary() {
    if (isEmpty()) {
      return "renewed, nothing changed";
    }
    Map<String, List<Entry>> byWhere =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::where, LinkedHashMap::new, Collectors.toList()));
    String shown =
        byWhere.entrySet().stream()
            .limit(5)
            .map(group -> summary(group.getKey(), group.getValue()))
            .collect(Collectors.joining("; "));
    return byWhere.size() > 5 ? shown + "; and " + (byWhere.size() - 5) + " more" : shown;
  }

  private static String summary(String where, List<Entry> entries) {
    Entry first = entries.get(0);
    if (first.key().isEmpty()) {
      return where + (first.before().isEmpty() ? " added" : " removed");
    }
    return (where + ": ")
        + entries.stream().map(entry -> entry.key().orElse("")).collect(Collectors.joining(", "));
  }

  private static void compareItems(
      String what,
      Map<String, ObjectNode> before,
      Map<String, ObjectNode> after,
      List<Entry> entries) {
    before.forEach(
        (id, metadata) -> {
          if (!after.containsKey(id)) {
            entries.add(
                new Entry(what + id, Optional.empty(), Optional.of(metadata), Optional.empty()));
          }
        });
    after.forEach(
        (id, metadata) -> {
          if (before.containsKey(id)) {
            compare(what + id, before.get(id), metadata, Set.of(), entries);
          } else {
            entries.add(
                new Entry(what + id, Optional.empty(), Optional.empty(), Optional.of(metadata)));
          }
        });
  }

  private static void compare(
      String where, ObjectNode before, ObjectNode after, Set<String> except, List<Entry> entries) {
    if (before.equals(after)) {
      return; // as nearly all images of a long list are
    }
    Set<String> keys = new TreeSet<>(Json.members(before).keySet());
    keys.addAll(Json.members(after).keySet());
    keys.removeAll(except);
    for (String key : keys) {
      if (!Objects.equals(before.get(key), after.get(key))) {
        entries.add(new Entry(where, Optional.of(key), before.optional(key), after.optional(key)));
      }
    }
  }

  private static void compareOrder(ImageList before, ImageList after, List<Entry> entries) {
    List<String> old = List.copyOf(images(before).keySet());
    List<String> now = List.copyOf(images(after).keySet());
    if (!old.equals(now) && Set.copyOf(old).equals(Set.copyOf(now))) {
      entries.add(
          new Entry(
              "imagelist", Optional.of("order of images"), Optional.empty(), Optional.empty()));
    }
  }

  private static Map<String, ObjectNode> endorsers(ImageList list) {
    Map<String, ObjectNode> index = new LinkedHashMap<>();
    list.endorsers().forEach(endorser -> index.put(endorser.dn().text(), endorser.metadata()));
    return index;
  }

  private static Map<String, ObjectNode> images(ImageList list) {
    Map<String, ObjectNode> index = new LinkedHashMap<>();
    list.images().forEach(image -> index.put(image.id().text(), image.metadata()));
    return index;
  }
}
