package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A value of an image list's metadata. */
@Entity
@Table(name = "ImagelistMetadata")
public final class ListMetadataRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "fkImageList")
  private long item;

  @Column(name = "key")
  private String key;

  @Column(name = "value")
  private String value;

  /** For Hibernate. */
  ListMetadataRow() {}

  /** A row. */
  public ListMetadataRow(long id, long item, String key, String value) {
    this.id = id;
    this.item = item;
    this.key = key;
    this.value = value;
  }
}
