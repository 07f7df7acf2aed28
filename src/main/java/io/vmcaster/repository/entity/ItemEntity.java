package io.vmcaster.repository.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.List;
import java.util.Map;

/** What carries metadata: a list, an image or an endorser. */
@MappedSuperclass
public abstract class ItemEntity {

  /** How many items' metadata are loaded at once. */
  static final int BATCH = 500;

  @Id
  @Column(name = "id")
  private long id;

  /** For Hibernate. */
  ItemEntity() {}

  ItemEntity(long id) {
    this.id = id;
  }

  /** The row's number, which the original program's tables refer to. */
  public long id() {
    return id;
  }

  /** The identifier as users write it. */
  public abstract String identifier();

  /** Its metadata, in the order in which it was set; of a doubled key the last one counts. */
  public abstract List<? extends MetadataEntity> metadata();

  /** The row of a key, the last one of a doubled key; null when there is none. */
  public final MetadataEntity row(String key) {
    MetadataEntity found = null;
    for (MetadataEntity each : metadata()) {
      found = each.key().equals(key) ? each : found;
    }
    return found;
  }

  /** What values are in JSON where their text cannot tell, by key. */
  public abstract Map<String, ? extends ValueTypeEntity> types();

  /** What binds it to lists; a list is bound to none. */
  public abstract List<? extends BindingEntity> bindings();

  /** Adds a value to the metadata; the row is saved with the item. */
  public abstract void addMetadata(long row, String key, String value);

  /** Adds the JSON of a value; the row is saved with the item. */
  public abstract void addType(long row, String key, String text, String json);
}
