package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A value of an image's metadata. */
@Entity
@Table(name = "ImageMetadata")
public final class ImageMetadataRow {
  @Id
  @Column(name = "id")
  private long id;

  @Column(name = "fkImage")
  private long item;

  @Column(name = "key")
  private String key;

  @Column(name = "value")
  private String value;

  /** For Hibernate. */
  ImageMetadataRow() {}

  /** A row. */
  public ImageMetadataRow(long id, long item, String key, String value) {
    this.id = id;
    this.item = item;
    this.key = key;
    this.value = value;
  }
}
