package io.vmcaster.repository.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ImageSource;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.ReplacedBuild;
import java.util.List;
import java.util.Optional;

/** A database in which nobody has written yet. */
final class EmptyRepository implements ReadTransaction {

  @Override
  public List<Dn> endorsers() {
    return List.of();
  }

  @Override
  public List<ListId> lists() {
    return List.of();
  }

  @Override
  public List<ImageId> images() {
    return List.of();
  }

  @Override
  public List<Binding> bindings() {
    return List.of();
  }

  @Override
  public boolean exists(Item item) {
    return false;
  }

  @Override
  public Optional<ObjectNode> metadata(Item item) {
    return Optional.empty();
  }

  @Override
  public Optional<ImageList> list(ListId id) {
    return Optional.empty();
  }

  @Override
  public List<ListId> listsWith(Item member) {
    return List.of();
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
  public List<ReplacedBuild> replacedBuilds() {
    return List.of();
  }

  @Override
  public List<ListId> publishedLists() {
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
}
