package io.vmcaster.repository.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;

/**
 * A key of an item's metadata and its value as text, as the original program keeps it.
 *
 * @param <O> what it describes
 */
@MappedSuperclass
public abstract class MetadataEntity<O extends ItemEntity<?, ?>> {

  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "key", nullable = false)
  private String key;

  @Column(name = "value", nullable = false)
  private String value;

  @ManyToOne
  @SuppressWarnings("UnusedVariable") // Hibernate reads it
  private O owner;

  /** For Hibernate. */
  MetadataEntity() {}

  MetadataEntity(long id, O owner, String key, String value) {
    this.id = id;
    this.owner = owner;
    this.key = key;
    this.value = value;
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** The value as text. */
  public String value() {
    return value;
  }

  /** Replaces the value. */
  public void setValue(String value) {
    this.value = value;
  }
}
