package io.vmcaster.repository.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The file that an image was made of. */
@Entity
@Table(name = "vmcaster_source")
public final class SourceRow {
  @Id
  @Column(name = "image")
  private String image;

  @Column(name = "size")
  private long size;

  @Column(name = "sha512")
  private String sha512;

  @Column(name = "published")
  private String published;

  /** For Hibernate. */
  SourceRow() {}

  /** A row. */
  public SourceRow(String image, long size, String sha512, String published) {
    this.image = image;
    this.size = size;
    this.sha512 = sha512;
    this.published = published;
  }
}
