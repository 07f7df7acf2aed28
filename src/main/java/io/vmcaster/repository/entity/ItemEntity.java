package io.vmcaster.repository.entity;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MapKey;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.NaturalId;

/**
 * What carries metadata: a list, an image or an endorser.
 *
 * @param <M> its metadata
 * @param <T> what their values are in JSON
 */
@MappedSuperclass
public abstract class ItemEntity<M extends MetadataEntity<?>, T extends ValueTypeEntity> {

  /** How many items' metadata are loaded at once. */
  static final int BATCH = 500;

  @Id
  @Column(name = "id")
  private long id;

  @NaturalId
  @Column(name = "identifier", nullable = false)
  private String identifier;

  @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("id")
  @BatchSize(size = BATCH)
  private List<M> metadata = new ArrayList<>();

  @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
  @MapKey(name = "key")
  @BatchSize(size = BATCH)
  private Map<String, T> types = new HashMap<>();

  /** For Hibernate. */
  ItemEntity() {}

  ItemEntity(long id, String identifier) {
    this.id = id;
    this.identifier = identifier;
  }

  /** The row's number, which the original program's tables refer to. */
  public long id() {
    return id;
  }

  /** The identifier as users write it. */
  public final String identifier() {
    return identifier;
  }

  /** Its metadata, in the order in which it was set; of a doubled key the last one counts. */
  public final List<M> metadata() {
    return metadata;
  }

  /** The row of a key, the last one of a doubled key; null when there is none. */
  public final M row(String key) {
    M found = null;
    for (M each : metadata) {
      found = each.key().equals(key) ? each : found;
    }
    return found;
  }

  /** What values are in JSON where their text cannot tell, by key. */
  public final Map<String, T> types() {
    return types;
  }

  /** What binds it to lists; a list is bound to none. */
  public abstract List<? extends BindingEntity<?>> bindings();

  /** Adds a value to the metadata; the row is saved with the item. */
  public abstract void addMetadata(long row, String key, String value);

  /** Adds the JSON of a value; the row is saved with the item. */
  public abstract void addType(long row, String key, String text, String json);
}
