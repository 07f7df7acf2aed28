package io.vmcaster.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.ReadTransaction.ImageSource;
import io.vmcaster.repository.ReadTransaction.ReplacedBuild;
import java.util.List;
import java.util.Map;

/**
 * One transaction on the database. What is read through it shows what it has changed so far. An
 * item that is named must exist, unless said otherwise; the services check that first.
 */
public interface WriteTransaction extends ReadTransaction {

  /** Creates an item without metadata and bindings. Does nothing when it is there already. */
  void add(Item item);

  /** Deletes an item with its metadata and bindings; whether it was there. */
  boolean delete(Item item);

  /** Sets one value, keeping its JSON type. */
  void set(Item item, String key, JsonNode value);

  /** Removes one value; whether it was there. */
  boolean remove(Item item, String key);

  /** Makes the metadata of each item exactly this; creates items that are not there. */
  void replaceMetadata(Map<? extends Item, ObjectNode> metadata);

  /** Binds an image or endorser to a list, last in order; whether it was not bound before. */
  boolean bind(ListId list, Item member);

  /** Unbinds an image or endorser from a list; whether it was bound. */
  boolean unbind(ListId list, Item member);

  /** Makes the endorsers and images of a list exactly these, in this order. */
  void replaceMembers(ListId list, List<Dn> endorsers, List<ImageId> images);

  /** Remembers the file that an image was made of, in place of what was remembered. */
  void recordSource(ImageId id, ImageSource source);

  /** Remembers a file to be pruned one day, unless it is remembered already. */
  void recordReplaced(ReplacedBuild build);

  /** Forgets a file that was replaced, since it is gone. */
  void forgetReplaced(String uri);

  /** Writes down what is about to be done; returns the same with its id. */
  Intent begin(Intent intent);

  /** Replaces the details of an intent that was begun. */
  void amend(Intent intent);

  /** Strikes out an intent, done or undone. */
  void end(Intent intent);

  /** Keeps a publication with its message; returns the same with its id. */
  Publication recordPublication(Publication publication, byte[] message);
}
