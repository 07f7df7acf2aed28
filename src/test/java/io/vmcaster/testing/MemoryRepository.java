package io.vmcaster.testing;

import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.repository.Changes;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** A database in memory. */
public final class MemoryRepository implements Repository {

  private Content content = new Content(new LinkedHashMap<>(), new LinkedHashMap<>());

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public Catalogue catalogue() {
    return content.copy();
  }

  @Override
  public <T> T change(Function<Changes, T> work) {
    Content copy = content.copy();
    T result = work.apply(copy);
    content = copy;
    return result;
  }

  @Override
  public Lock lock(Item item, Duration wait, String purpose) {
    return () -> {};
  }

  @Override
  public void close() {}

  private record Content(Map<Item, JsonObject> items, Map<ListId, Set<Item>> members)
      implements Changes {

    Content copy() {
      Map<ListId, Set<Item>> copied = new LinkedHashMap<>();
      members.forEach((list, bound) -> copied.put(list, new LinkedHashSet<>(bound)));
      return new Content(new LinkedHashMap<>(items), copied);
    }

    private <T> List<T> all(Class<T> type) {
      return items.keySet().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <T> List<T> bound(ListId list, Class<T> type) {
      return members.getOrDefault(list, Set.of()).stream()
          .filter(type::isInstance)
          .map(type::cast)
          .toList();
    }

    @Override
    public List<Dn> endorsers() {
      return all(Dn.class);
    }

    @Override
    public List<ListId> lists() {
      return all(ListId.class);
    }

    @Override
    public List<ImageId> images() {
      return all(ImageId.class);
    }

    @Override
    public List<Binding> bindings() {
      List<Binding> bindings = new ArrayList<>();
      for (ListId list : lists()) {
        List<ImageId> images = bound(list, ImageId.class);
        images.forEach(image -> bindings.add(new Binding(list, Optional.of(image))));
        if (images.isEmpty()) {
          bindings.add(new Binding(list, Optional.empty()));
        }
      }
      return bindings;
    }

    @Override
    public boolean exists(Item item) {
      return items.containsKey(item);
    }

    @Override
    public Optional<JsonObject> metadata(Item item) {
      return Optional.ofNullable(items.get(item));
    }

    @Override
    public Optional<ImageList> list(ListId id) {
      return metadata(id)
          .map(
              metadata ->
                  new ImageList(
                      id,
                      metadata,
                      bound(id, Dn.class).stream()
                          .map(dn -> new Endorser(dn, items.get(dn)))
                          .toList(),
                      bound(id, ImageId.class).stream()
                          .map(image -> new Image(image, items.get(image)))
                          .toList()));
    }

    @Override
    public List<ListId> listsWith(Item member) {
      return lists().stream()
          .filter(list -> members.getOrDefault(list, Set.of()).contains(member))
          .toList();
    }

    @Override
    public Optional<ImageSource> source(ImageId id) {
      return Optional.empty();
    }

    @Override
    public List<Intent> intents() {
      return List.of();
    }

    @Override
    public List<Publication> publications(ListId id) {
      return List.of();
    }

    @Override
    public Optional<byte[]> publishedMessage(long publicationId) {
      return Optional.empty();
    }

    @Override
    public void add(Item item) {
      items.putIfAbsent(item, JsonObject.EMPTY);
    }

    @Override
    public boolean delete(Item item) {
      members.remove(item);
      members.values().forEach(bound -> bound.remove(item));
      return items.remove(item) != null;
    }

    @Override
    public void set(Item item, String key, JsonValue value) {
      items.put(item, items.get(item).with(key, value));
    }

    @Override
    public boolean remove(Item item, String key) {
      Map<String, JsonValue> rest = new TreeMap<>(items.get(item).members());
      boolean there = rest.remove(key) != null;
      items.put(item, new JsonObject(rest));
      return there;
    }

    @Override
    public void replaceMetadata(Item item, JsonObject metadata) {
      items.put(item, metadata);
    }

    @Override
    public boolean bind(ListId list, Item member) {
      return members.computeIfAbsent(list, id -> new LinkedHashSet<>()).add(member);
    }

    @Override
    public boolean unbind(ListId list, Item member) {
      return members.getOrDefault(list, Set.of()).remove(member);
    }

    @Override
    public void replaceMembers(ListId list, List<Dn> endorsers, List<ImageId> images) {
      Set<Item> bound = new LinkedHashSet<>(endorsers);
      bound.addAll(images);
      members.put(list, bound);
    }

    @Override
    public void recordSource(ImageId id, ImageSource source) {}

    @Override
    public Intent begin(Intent intent) {
      return intent;
    }

    @Override
    public void amend(Intent intent) {}

    @Override
    public void end(Intent intent) {}

    @Override
    public Publication recordPublication(Publication publication, byte[] message) {
      return publication;
    }
  }
}
