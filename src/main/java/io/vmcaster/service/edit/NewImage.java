package io.vmcaster.service.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Plans the creation of an image: in a list, and with the values that its neighbours share. */
public final class NewImage {

  /** What every image has of its own, even where a list has one image only. */
  private static final Set<String> OWN =
      Set.of(Keys.SIZE, Keys.SHA512, Keys.VERSION, Keys.URI, Keys.TITLE, Keys.DESCRIPTION);

  private NewImage() {}

  /**
   * Creates an image.
   *
   * @param list the list that it joins, if any
   * @param like an image of that list whose shared values it begins with, if any
   * @param values what is set at once; beats what is shared
   */
  public static Plan plan(
      ReadTransaction catalogue,
      ImageId image,
      Optional<Selection> list,
      Optional<Selection> like,
      List<Map.Entry<String, JsonNode>> values) {
    List<Plan> plans = new ArrayList<>();
    Optional<ListId> joined = list.map(selection -> Selections.list(catalogue, selection));
    plans.add(ItemEditor.add(catalogue, image));
    if (like.isPresent() && !catalogue.exists(image)) {
      plans.add(MetadataEditor.set(image, shared(catalogue, image, joined.orElseThrow(), like)));
    }
    plans.add(MetadataEditor.set(image, values));
    joined.ifPresent(id -> plans.add(join(catalogue, id, image)));
    return Plan.together(plans);
  }

  private static Plan join(ReadTransaction catalogue, ListId list, ImageId image) {
    return catalogue.exists(image) && catalogue.listsWith(image).contains(list)
        ? Plan.nothing(ItemEditor.name(image) + " is in " + ItemEditor.name(list) + " already")
        : Plan.of(
            ItemEditor.name(image) + " put into " + ItemEditor.name(list),
            changes -> changes.bind(list, image));
  }

  private static List<Map.Entry<String, JsonNode>> shared(
      ReadTransaction catalogue, ImageId image, ListId list, Optional<Selection> like) {
    ImageId model = Selections.image(catalogue, like.orElseThrow());
    ImageList whole = catalogue.list(list).orElseThrow();
    if (!catalogue.listsWith(model).contains(list)) {
      throw new UsageFailure(
          "--like names " + ItemEditor.name(model) + ", which is not in " + ItemEditor.name(list),
          null);
    }
    ObjectNode metadata = catalogue.metadata(model).orElse(Json.object());
    Map<String, JsonNode> shared = new TreeMap<>(Json.members(metadata));
    shared.keySet().removeAll(OWN);
    for (Image other : whole.images()) {
      shared.entrySet().removeIf(value -> !sameIn(other, value));
    }
    directory(metadata).ifPresent(uri -> shared.put(Keys.URI, Json.of(uri + image.text())));
    return List.copyOf(shared.entrySet());
  }

  private static boolean sameIn(Image other, Map.Entry<String, JsonNode> value) {
    return value.getValue().equals(other.metadata().get(value.getKey()));
  }

  /** The directory of an image's file: that is where an upload puts the new one. */
  private static Optional<String> directory(ObjectNode metadata) {
    return Json.text(metadata, Keys.URI)
        .filter(uri -> uri.indexOf('/') >= 0)
        .map(uri -> uri.substring(0, uri.lastIndexOf('/') + 1));
  }
}
