package io.vmcaster.repository.entity;

import io.vmcaster.model.Sha512;
import io.vmcaster.repository.ReadTransaction.ImageSource;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The file that an image was made of. */
@Entity
@Table(name = "vmcaster_source")
public final class SourceEntity {

  @Id private String image;

  @Column(nullable = false)
  private long size;

  @Column(nullable = false)
  private String sha512;

  @Column(nullable = false)
  private String published;

  /** For Hibernate. */
  SourceEntity() {}

  /** A new one. */
  public SourceEntity(String image, ImageSource source) {
    this.image = image;
    this.size = source.size();
    this.sha512 = source.sha512().hex();
    this.published = source.published().hex();
  }

  /** The file. */
  public ImageSource source() {
    return new ImageSource(size, new Sha512(sha512), new Sha512(published));
  }
}
